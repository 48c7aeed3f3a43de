import type { Problem } from "@genkan/client/types";

export type FieldErrors = Record<string, { code: string; message: string }[]>;

/** One form: what the server holds, what stands in the fields, and what the server or we say about them. */
export interface Form<V> {
  saved: V;
  draft: V;
  errors: FieldErrors;
  problem: Problem | null;
  /** What was sent and is not answered yet. */
  sending: V | null;
}

export type FormAction<V> =
  | { type: "changed"; patch: Partial<V> }
  | { type: "undone" }
  | { type: "sending" }
  | { type: "saved"; value: V }
  | { type: "refused"; problem: Problem }
  | { type: "checked"; errors: FieldErrors }
  | { type: "refreshed"; value: V };

export function begin<V>(value: V): Form<V> {
  return { saved: value, draft: value, errors: {}, problem: null, sending: null };
}

export function formReducer<V extends object>(form: Form<V>, action: FormAction<V>): Form<V> {
  switch (action.type) {
    case "changed":
      return {
        ...form,
        draft: { ...form.draft, ...action.patch },
        errors: without(form.errors, Object.keys(action.patch)),
      };
    case "undone":
      return begin(form.saved);
    case "sending":
      return { ...form, sending: form.draft, problem: null };
    case "saved":
      // What was typed while the answer was under way is not part of it and stays in the fields.
      return { ...begin(action.value), draft: laid(action.value, form.sending ?? form.draft, form.draft) };
    case "refused":
      return {
        ...form,
        sending: null,
        problem: action.problem,
        errors: action.problem.errors ?? fieldsOf(action.problem),
      };
    case "checked":
      return { ...form, errors: action.errors };
    case "refreshed":
      // A colleague saved meanwhile: untouched fields follow, touched ones stay as typed.
      return { ...form, saved: action.value, draft: laid(action.value, form.saved, form.draft) };
  }
}

/** The fields that differ from what the server holds: the body of a PATCH. */
export function changes<V extends object>(saved: V, draft: V): Partial<V> {
  const out: Partial<V> = {};
  for (const key of Object.keys(draft) as (keyof V)[]) if (!same(saved[key], draft[key])) out[key] = draft[key];
  return out;
}

export const isChanged = <V extends object>(form: Form<V>): boolean =>
  Object.keys(changes(form.saved, form.draft)).length > 0;

/** Errors under `consent.text.tr` are shown at the first field whose name begins so. */
export function errorsAt(errors: FieldErrors, field: string): { code: string; message: string }[] {
  return Object.entries(errors).flatMap(([name, list]) =>
    name === field || name.startsWith(`${field}.`) || name.startsWith(`${field}[`) ? list : [],
  );
}

/** Refusals of the whole that are about one field stand there too. */
const fieldOf: Record<string, string> = {
  email_taken: "email",
  user_name_taken: "userName",
  slug_taken: "slug",
  password_wrong: "current",
};

function fieldsOf({ code }: Problem): FieldErrors {
  const field = fieldOf[code];
  return field ? { [field]: [{ code, message: "" }] } : {};
}

/** `under` with the fields laid over it that differ between `from` and `to`. */
function laid<V extends object>(under: V, from: V, to: V): V {
  return { ...under, ...changes(from, to) };
}

function without(errors: FieldErrors, fields: string[]): FieldErrors {
  const stays = (name: string) =>
    !fields.some((field) => name === field || name.startsWith(`${field}.`) || name.startsWith(`${field}[`));
  return Object.fromEntries(Object.entries(errors).filter(([name]) => stays(name)));
}

function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => same((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]));
}
