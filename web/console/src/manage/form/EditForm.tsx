import { Button } from "@mantine/core";
import { type KeyboardEvent, type ReactNode, useEffect } from "react";
import { IconAlert } from "../../look/icons";
import { useSay } from "../../words/Words";
import css from "./EditForm.module.css";
import type { FormApi } from "./useForm";

interface Props {
  form: FormApi;
  /** Words on the button; "Save" where none are given. */
  saveWords?: string;
  /** A form for something new shows its button from the start, and a way back. */
  onCancel?(): void;
  children: ReactNode;
}

/** A form whose save bar comes with the first change and goes with the last one. */
export function EditForm({ form, saveWords, onCancel, children }: Props) {
  const say = useSay();
  const shown = form.changed || form.refusal !== null || onCancel !== undefined;

  const keys = (event: KeyboardEvent) => {
    if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    if (form.changed) void form.submit();
  };

  return (
    <form
      ref={form.element}
      className={css.form}
      noValidate
      onKeyDown={keys}
      onSubmit={(event) => {
        event.preventDefault();
        void form.submit();
      }}
    >
      {children}
      {shown && (
        <div className={css.bar}>
          <div className={css.words} role="alert">
            {form.refusal ? (
              <span className={css.refusal}>
                <IconAlert size={16} aria-hidden="true" />
                {form.refusal}
              </span>
            ) : (
              form.changed && !onCancel && <span className={css.unsaved}>{say("manage.unsaved")}</span>
            )}
          </div>
          <Button type="button" variant="default" disabled={form.saving} onClick={onCancel ?? form.undo}>
            {onCancel ? say("manage.cancel") : say("manage.discard")}
          </Button>
          <Button type="submit" loading={form.saving}>
            {saveWords ?? say("manage.save")}
          </Button>
        </div>
      )}
      <Keep up={shown} />
    </form>
  );
}

/** The bar covers the last lines; focus that moves below it would not be seen (WCAG 2.4.11). */
function Keep({ up }: { up: boolean }) {
  useEffect(() => {
    document.documentElement.style.setProperty("scroll-padding-block-end", up ? "72px" : "");
    return () => void document.documentElement.style.removeProperty("scroll-padding-block-end");
  }, [up]);
  return null;
}
