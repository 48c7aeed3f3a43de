import type { Conversation } from "@genkan/client/types";
import { Link } from "wouter";
import { IconClose, IconDraft } from "../look/icons";
import { span } from "../words/times";
import { useWords } from "../words/Words";
import { SiteMark } from "./DeskList";
import css from "./DeskList.module.css";
import { useDraft } from "./DraftsProvider";
import { type DeskState, hasLeft, isUnopened, unreadOf } from "./deskState";
import { useEnd } from "./EndProvider";
import { urgencyOf } from "./urgency";
import { nameOf } from "./visitorName";

interface Props {
  conversation: Conversation;
  state: DeskState;
  now: number;
  current: boolean;
}

/** One customer, one row (AC-13). */
export function MineRow({ conversation, state, now, current }: Props) {
  const { say, language } = useWords();
  const end = useEnd();
  const { id } = conversation;
  const draft = useDraft(id) !== "" && !current;
  const left = hasLeft(state, conversation);
  const name = nameOf(say, conversation);
  const typing = state.typing[id];
  return (
    <li className={css.item} data-left={left || undefined} data-current={current || undefined}>
      <Link href={`/conversations/${id}`} className={css.row} data-row aria-current={current ? "page" : undefined}>
        <span className={css.first}>
          <Light on={!left} />
          <strong className={css.name} dir="auto" lang={conversation.language ?? undefined}>
            {name}
          </strong>
          {isUnopened(conversation) && <span className={css.fresh}>{say("console.new_for_you")}</span>}
          <Unread conversation={conversation} />
          <Unanswered conversation={conversation} now={now} language={language} />
        </span>
        <span className={css.second}>
          {draft && (
            <span className={css.draft} title={say("console.draft")}>
              <IconDraft size={13} aria-hidden="true" />
              <span className="unseen">{say("console.draft")}</span>
            </span>
          )}
          <span
            className={css.words}
            dir="auto"
            lang={conversation.lastFrom === "visitor" ? (conversation.language ?? undefined) : undefined}
          >
            {typing?.state === "typing" ? <em>{say("console.is_typing")}</em> : lastWords(say, conversation)}
          </span>
          <SiteMark sites={state.sites} site={conversation.site} />
        </span>
      </Link>
      <button
        type="button"
        className={css.close}
        aria-label={say("console.close_conversation", { visitor: name })}
        title={say("console.close_conversation", { visitor: name })}
        onClick={() => end(conversation)}
      >
        <IconClose size={14} aria-hidden="true" />
      </button>
    </li>
  );
}

/** RT-21: burns while the visitor is in the conversation. */
export function Light({ on }: { on: boolean }) {
  const { say } = useWords();
  const words = say(on ? "console.visitor_here" : "console.visitor_gone");
  return (
    <span className={css.light} data-on={on || undefined} title={words}>
      <span className="unseen">{words}</span>
    </span>
  );
}

function Unread({ conversation }: { conversation: Conversation }) {
  const { say } = useWords();
  const count = unreadOf(conversation);
  if (count === 0) return null;
  return (
    <span className={css.unread}>
      {count > 99 ? "99+" : count}
      <span className="unseen"> {say("console.unread", { count })}</span>
    </span>
  );
}

interface UnansweredProps {
  conversation: Conversation;
  now: number;
  language: ReturnType<typeof useWords>["language"];
}

/** How long the visitor's words have been standing without an answer. */
function Unanswered({ conversation, now, language }: UnansweredProps) {
  const { say } = useWords();
  if (conversation.unansweredSince === null || conversation.state !== "inChat") return null;
  const waits = now - conversation.unansweredSince;
  return (
    <span className={css.time} data-urgency={urgencyOf(waits)} title={say("console.unanswered")}>
      {span(waits, language, say)}
    </span>
  );
}

function lastWords(say: ReturnType<typeof useWords>["say"], { lastText, lastFrom, state }: Conversation): string {
  if (state === "endedByVisitor") return say("line.visitor_ended");
  if (lastText === null) return say(lastFrom === null ? "console.nothing_written" : "console.retracted");
  return lastFrom === "agent" ? say("console.you_wrote", { text: lastText }) : lastText;
}
