import { TextInput } from "@mantine/core";
import { useSay } from "../words/Words";
import { NewPassword } from "./NewPassword";
import type { FieldProps } from "./useDeed";

interface Props {
  field(name: "organisation" | "name" | "email" | "password"): FieldProps;
  /** What is said below the organisation's name. */
  hint?: string;
  autoFocus?: boolean;
}

/** An organisation and the person who begins it. */
export function FounderFields({ field, hint, autoFocus }: Props) {
  const say = useSay();
  return (
    <>
      <TextInput
        label={say("console.organisation")}
        description={hint}
        autoComplete="organization"
        maxLength={100}
        autoFocus={autoFocus ?? false}
        {...field("organisation")}
      />
      <TextInput label={say("console.your_name")} autoComplete="name" maxLength={100} {...field("name")} />
      <TextInput label={say("console.email")} type="email" autoComplete="username" {...field("email")} />
      <NewPassword label={say("console.password")} {...field("password")} />
    </>
  );
}
