import type { Say } from "@genkan/client/texts";
import type { Problem } from "@genkan/client/types";

export interface FieldProps {
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
export function Field({ name, label, value, onValue, problem, rows, max, ...rest }: FieldProps) {
  const error = problem?.errors?.[name]?.[0];
  const common = {
    ...rest,
    id: name,
    name,
    value,
    maxLength: max,
    dir: "auto",
    "aria-invalid": !!error,
    "aria-describedby": `${name}-error`,
    onInput: (event: { currentTarget: { value: string } }) => onValue(event.currentTarget.value),
  };
  return (
    <div class="field">
      <label for={name}>{label}</label>
      {rows ? <textarea {...common} rows={rows} /> : <input {...common} />}
      <span class="error" id={`${name}-error`} role="alert">
        {error?.message}
      </span>
    </div>
  );
}

/** What went wrong as a whole, not in one field; the server words it in the reader's language. */
export function Trouble({ say, problem }: { say: Say; problem: Problem | undefined }) {
  return (
    <p class="error" role="alert">
      {problem && !problem.errors && (problem.status ? problem.title : say("widget.error.load"))}
    </p>
  );
}
