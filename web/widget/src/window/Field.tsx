import type { Say } from "@genkan/client/texts";
import type { Problem } from "@genkan/client/types";
import { useId } from "preact/hooks";

export interface FieldProps {
  say: Say;
  name: string;
  label: string;
  value: string;
  onValue: (value: string) => void;
  problem?: Problem | undefined;
  type?: string;
  rows?: number;
  max?: number;
  autocomplete?: string;
}

/** One labelled input; what is wrong with it stands under it. */
export function Field({ say, name, label, value, onValue, problem, type, rows, max, autocomplete }: FieldProps) {
  const id = useId();
  const error = problem?.errors?.[name]?.[0];
  const common = {
    id,
    name,
    defaultValue: value,
    autocomplete,
    maxLength: max,
    dir: "auto" as const,
    "aria-invalid": error ? (true as const) : undefined,
    "aria-describedby": error ? `${id}e` : undefined,
    onInput: (event: { currentTarget: { value: string } }) => onValue(event.currentTarget.value),
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {rows ? <textarea {...common} rows={rows} /> : <input {...common} type={(type ?? "text") as "text"} />}
      {error && (
        <span class="error" id={`${id}e`} role="alert">
          {fieldWords(say, error, max)}
        </span>
      )}
    </div>
  );
}

/** The server words its refusals in the reader's language; our own words follow a change of language at once. */
function fieldWords(say: Say, error: { code: string; message: string }, max = 0): string {
  const key = `field.${error.code}`;
  const own = say(key, { max, min: 1 });
  return own === key ? error.message : own;
}

export function problemWords(say: Say, problem: Problem): string {
  const key = `problem.${problem.code}`;
  const own = say(key);
  return own === key ? problem.title || say("problem.internal") : own;
}
