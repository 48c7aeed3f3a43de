import { TextInput } from "@mantine/core";
import { useSay } from "../words/Words";

interface Props {
  /** A recovery code instead of the app's. */
  byRecovery?: boolean;
  autoFocus?: boolean;
  value: string;
  error: string | undefined;
  onChange(code: string): void;
}

/** A code of the second factor. */
export function CodeField({ byRecovery = false, autoFocus = false, value, error, onChange }: Props) {
  const say = useSay();
  return (
    <TextInput
      key={String(byRecovery)}
      label={say(byRecovery ? "console.recovery_code" : "console.code")}
      description={say(byRecovery ? "console.recovery_code_hint" : "console.code_hint")}
      inputMode={byRecovery ? "text" : "numeric"}
      autoComplete="one-time-code"
      autoCapitalize="none"
      spellCheck={false}
      maxLength={20}
      autoFocus={autoFocus}
      required
      withAsterisk={false}
      value={value}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
