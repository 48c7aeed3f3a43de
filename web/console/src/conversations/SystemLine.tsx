import type { Message } from "@genkan/client/types";
import { clock } from "../words/times";
import { useWords } from "../words/Words";
import css from "./BubbleRow.module.css";

/** What the system noted, in the reader's own words. */
export function SystemLine({ message }: { message: Message }) {
  const { say, language } = useWords();
  const { body } = message;
  return (
    <p className={css.line}>
      {body ? say(`line.${body.code}`, body.values) : message.text}
      <time dateTime={new Date(message.at).toISOString()}>{clock(message.at, language)}</time>
    </p>
  );
}
