import { TagsInput } from "@mantine/core";
import { useState } from "react";
import { useSay } from "../../words/Words";
import { originOf } from "./siteForm";

interface Props {
  origins: string[];
  error?: string | undefined;
  onChange(origins: string[]): void;
}

/** Whole addresses may be pasted; what is no address stays in the box and is said to be none. */
export function OriginsField({ origins, error, onChange }: Props) {
  const say = useSay();
  const [typed, setTyped] = useState("");
  const [wrong, setWrong] = useState<string | null>(null);

  function take(values: string[]) {
    const refused = values.find((value) => originOf(value) === null);
    setWrong(refused === undefined ? null : say("field.origin_invalid"));
    if (refused !== undefined) requestAnimationFrame(() => setTyped(refused));
    else onChange([...new Set(values.map((value) => originOf(value) as string))]);
  }

  return (
    <TagsInput
      label={say("manage.origins")}
      description={say("manage.origins_means")}
      placeholder={origins.length === 0 ? "https://shop.example" : ""}
      inputMode="url"
      autoCapitalize="none"
      spellCheck={false}
      acceptValueOnBlur
      splitChars={[",", " ", ";"]}
      value={origins}
      searchValue={typed}
      onSearchChange={(value) => {
        setTyped(value);
        setWrong(null);
      }}
      error={wrong ?? error}
      onChange={take}
    />
  );
}
