import type { Status } from "@genkan/client/types";
import css from "./StatusDot.module.css";
import { isBuiltIn } from "./statuses";

/** Colour and shape say the same, so that nobody depends on telling green from amber. */
export const StatusDot = ({ status }: { status: Status }) => (
  <span className={css.dot} data-status={isBuiltIn(status) ? status : "own"} aria-hidden="true" />
);
