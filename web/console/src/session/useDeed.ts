import { type FormEvent, useState } from "react";
import { wordFields } from "../words/problems";

/**
 * What a form does: busy while it runs, then done or refused.
 * @param deed throws what it was refused with.
 * @param onRefused is told of it; true means it was seen to and is no problem to show.
 */
export function useDeed(deed: () => Promise<unknown>, onRefused?: (refused: unknown) => boolean | undefined) {
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);

  async function submit(event?: FormEvent) {
    event?.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      await deed();
    } catch (refused) {
      if (!onRefused?.(refused)) setProblem(refused);
    } finally {
      setBusy(false);
    }
  }

  return { busy, problem, wrong: wordFields(problem), submit, forget: () => setProblem(null) };
}

/** Text fields by name. */
export function useFields<Fields extends Record<string, string>>(empty: Fields) {
  const [fields, setFields] = useState(empty);
  const set = (name: keyof Fields, value: string) => setFields((before) => ({ ...before, [name]: value }));
  /** What one of them needs to be shown, with what is wrong with it. */
  const field = (name: keyof Fields & string, wrong: Record<string, string>): FieldProps => ({
    value: fields[name] ?? "",
    error: wrong[name],
    required: true,
    withAsterisk: false,
    onChange: (event) => set(name, event.currentTarget.value),
  });
  return { fields, field };
}

export interface FieldProps {
  value: string;
  error: string | undefined;
  required: true;
  withAsterisk: false;
  onChange(event: { currentTarget: { value: string } }): void;
}
