import type { Say } from "@genkan/client/texts";
import type { Problem } from "@genkan/client/types";
import type { View } from "./view.ts";

export interface FieldProps {
  view: View;
  name: string;
  label: string;
  value: string | undefined;
  onValue: (value: string) => void;
  problem: Problem | undefined;
  autocomplete?: string;
  max: number;
  type?: "email" | "tel";
  rows?: number;
}

/** One labelled input; what is wrong with it stands under it. */
export function Field({ view, name, label, value, onValue, problem, rows, max, ...rest }: FieldProps) {
  const error = problem?.errors?.[name]?.[0];
  const common = {
    ...rest,
    id: name,
    name,
    value,
    maxLength: max,
    dir: "auto" as const,
    "aria-invalid": !!error,
    "aria-describedby": `${name}-error`,
    onInput: (event: { currentTarget: { value: string } }) => onValue(event.currentTarget.value),
  };
  return (
    <div class="field">
      <label for={name}>{label}</label>
      {rows ? <textarea {...common} rows={rows} /> : <input {...(common as object)} />}
      <span class="error" id={`${name}-error`} role="alert">
        {error && worded(view.say, `field.${error.code}`, error.message, { max, min: 1 })}
      </span>
    </div>
  );
}

/** What went wrong as a whole, not in one field. */
export function Trouble({ say, problem }: { say: Say; problem: Problem | undefined }) {
  return (
    <p class="error" role="alert">
      {problem && !problem.errors && problemWords(say, problem)}
    </p>
  );
}

export function problemWords(say: Say, { code, title }: Pick<Problem, "code" | "title">): string {
  return worded(say, `problem.${code}`, title || say("problem.internal"));
}

/** The server words its refusals in the reader's language; our own words follow a change of language at once. */
function worded(say: Say, key: string, otherwise: string, values?: Record<string, number>): string {
  const own = say(key, values);
  return own === key ? otherwise : own;
}
