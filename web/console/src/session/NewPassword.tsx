import { PasswordInput } from "@mantine/core";
import { useSay } from "../words/Words";
import type { FieldProps } from "./useDeed";

/** A password that is chosen, not one that is known. */
export function NewPassword({ label, autoFocus, ...field }: FieldProps & { label: string; autoFocus?: boolean }) {
  const say = useSay();
  return (
    <PasswordInput
      label={label}
      description={say("console.password_hint")}
      autoComplete="new-password"
      autoFocus={autoFocus ?? false}
      visibilityToggleButtonProps={{ "aria-label": say("console.show_password") }}
      {...field}
    />
  );
}
