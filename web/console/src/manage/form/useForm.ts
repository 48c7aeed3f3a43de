import { ApiError } from "@genkan/client/http";
import { type ChangeEvent, type Reducer, useCallback, useEffect, useReducer, useRef } from "react";
import { usePopups } from "../../popups/Popups";
import { wordProblem } from "../../words/problems";
import { useSay } from "../../words/Words";
import { begin, changes, errorsAt, type FieldErrors, type Form, type FormAction, formReducer, isChanged } from "./form";
import { markUnsaved } from "./unsaved";

interface Options<V> {
  /** What the server holds; a new object means that it changed. */
  value: V;
  check?(draft: V): FieldErrors;
  /** Sends what differs and answers what the server holds from then on. */
  save(changed: Partial<V>, draft: V): Promise<V>;
  onSaved?(): void;
  /** Words of the small notice; none where the page itself shows what happened. */
  notice?: string | null;
  /** Numbers for the words of errors we find ourselves. */
  limits?: Record<string, number>;
}

type TextField<V> = { [K in keyof V]: V[K] extends string ? K : never }[keyof V] & string;
type TickField<V> = { [K in keyof V]: V[K] extends boolean ? K : never }[keyof V] & string;

export function useForm<V extends object>(options: Options<V>) {
  const { value, check, save, onSaved, notice, limits } = options;
  const say = useSay();
  const { tell, dismiss } = usePopups();
  const [form, act] = useReducer<Form<V>, V, [FormAction<V>]>(
    formReducer as Reducer<Form<V>, FormAction<V>>,
    value,
    begin,
  );
  const self = useRef(Symbol("form")).current;
  const element = useRef<HTMLFormElement>(null);
  const changed = isChanged(form);

  useEffect(() => act({ type: "refreshed", value }), [value]);
  useEffect(() => {
    markUnsaved(self, changed);
    return () => markUnsaved(self, false);
  }, [self, changed]);

  const change = useCallback((patch: Partial<V>) => act({ type: "changed", patch }), []);

  async function submit(): Promise<void> {
    if (form.sending) return;
    const found = check?.(form.draft) ?? {};
    if (Object.keys(found).length > 0) return refuse({ type: "checked", errors: found });
    // What was said of the last time would cover the bar that says how it goes this time.
    dismiss("saved");
    act({ type: "sending" });
    try {
      const kept = await save(changes(form.saved, form.draft), form.draft);
      markUnsaved(self, false);
      act({ type: "saved", value: kept });
      if (notice !== null) tell({ key: "saved", tone: "done", text: notice ?? say("manage.saved"), stays: 4000 });
      onSaved?.();
    } catch (error) {
      refuse({ type: "refused", problem: problemOf(error) });
    }
  }

  function refuse(action: FormAction<V>): void {
    act(action);
    // After the fields are marked: the first one that is wrong gets the cursor.
    requestAnimationFrame(() => element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  }

  const error = (field: string): string | undefined => {
    const first = errorsAt(form.errors, field)[0];
    return first && (first.message || say(`field.${first.code}`, limits));
  };

  return {
    draft: form.draft,
    changed,
    saving: form.sending !== null,
    /** One sentence about the whole; what belongs to a field stands there. */
    refusal: form.problem && wordProblem(say, new ApiError(form.problem)),
    change,
    error,
    submit,
    undo: () => act({ type: "undone" }),
    element,
    text: (field: TextField<V>) => ({
      value: form.draft[field] as string,
      error: error(field),
      onChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) =>
        change({ [field]: event.currentTarget.value } as unknown as Partial<V>),
    }),
    tick: (field: TickField<V>) => ({
      checked: form.draft[field] as boolean,
      onChange: (event: ChangeEvent<HTMLInputElement>) =>
        change({ [field]: event.currentTarget.checked } as unknown as Partial<V>),
    }),
  };
}

export type FormApi = Pick<
  ReturnType<typeof useForm<object>>,
  "changed" | "saving" | "refusal" | "submit" | "undo" | "element"
>;

const problemOf = (error: unknown) =>
  error instanceof ApiError ? error.problem : { type: "about:blank", title: "internal", status: 0, code: "internal" };
