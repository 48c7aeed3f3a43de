import { MultiSelect } from "@mantine/core";
import { useMemo, useState } from "react";
import { useWords } from "../../words/Words";
import css from "./routing.module.css";
import { placeName } from "./siteRouting";
import { useLater } from "./useLater";
import { useFoundRegions, useNamedRegions } from "./useRegions";

interface Props {
  label: string;
  codes: string[];
  error: string | undefined;
  onChange(codes: string[]): void;
}

/** Countries, provinces and cities, found by their name in any of the five languages. */
export function RegionsField({ label, codes, error, onChange }: Props) {
  const { say, language } = useWords();
  const [typed, setTyped] = useState("");
  const found = useFoundRegions(useLater(typed.trim()));
  const named = useNamedRegions(codes);
  const data = useMemo(() => {
    const names = new Map<string, string>();
    for (const region of [...(found.data ?? []), ...(named.data ?? [])])
      names.set(region.code, placeName(region, language));
    for (const code of codes) if (!names.has(code)) names.set(code, code);
    return [...names].map(([value, words]) => ({ value, label: words }));
  }, [found.data, named.data, codes, language]);
  const offered = new Set(found.data?.map(({ code }) => code));

  return (
    <MultiSelect
      classNames={{ input: css.pills, inputField: css.pillsField }}
      label={label}
      placeholder={codes.length === 0 ? say("manage.region_choose") : ""}
      searchable
      hidePickedOptions
      maxValues={100}
      limit={60}
      nothingFoundMessage={found.isFetching ? say("manage.region_searching") : say("manage.region_none")}
      // The server has searched, in five languages; what was chosen before is among the data for its name alone.
      filter={({ options }) => options.filter((option) => "value" in option && offered.has(option.value))}
      value={codes}
      error={error}
      searchValue={typed}
      onSearchChange={setTyped}
      onChange={onChange}
      data={data}
    />
  );
}
