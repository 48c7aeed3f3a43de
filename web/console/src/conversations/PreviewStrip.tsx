import type { Conversation } from "@genkan/client/types";
import { useSay } from "../words/Words";
import { useDeskState } from "./DeskProvider";
import css from "./PreviewStrip.module.css";
import { nameOf } from "./visitorName";

/** What the visitor is doing right now, apart from the transcript (RT-03, RT-05 to RT-07). */
export function PreviewStrip({ conversation }: { conversation: Conversation }) {
  const say = useSay();
  const { typing } = useDeskState();
  const now = typing[conversation.id];
  const visitor = nameOf(say, conversation);
  return (
    <div className={css.strip} data-shown={now !== undefined || undefined}>
      <p role="status">{now && <span className={css.who}>{say(`console.preview_${now.state}`, { visitor })}</span>}</p>
      {/* The letters change four times a second: for the eye, not for a screen reader. */}
      {now?.text && (
        <p className={css.text} dir="auto" lang={conversation.language ?? undefined} aria-live="off">
          {now.text}
        </p>
      )}
    </div>
  );
}
