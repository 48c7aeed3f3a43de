import { IconAlert } from "../look/icons";
import css from "./Porch.module.css";

/** What was refused, said where it happened. */
export function Refused({ words }: { words: string | null }) {
  return (
    <div role="alert">
      {words && (
        <p className={css.refusal}>
          <IconAlert size={18} aria-hidden="true" />
          {words}
        </p>
      )}
    </div>
  );
}
