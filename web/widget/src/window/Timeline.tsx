import { type Bubble, type BubbleState, bubbles } from "@genkan/client/conversationState";
import type { Say } from "@genkan/client/texts";
import type { Language, VisitorMessage } from "@genkan/client/types";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { problemWords } from "./Field.tsx";
import { Face } from "./Header.tsx";
import { Icon } from "./icons.tsx";
import type { Session } from "./session.ts";
import { Text } from "./Text.tsx";

type Row = Bubble<VisitorMessage>;

/** Bubbles of one person within this time stand together. */
const together = 300_000;
/** This near to the end one follows what comes. */
const nearEnd = 80;

export function Timeline({ session, say, language }: { session: Session; say: Say; language: Language }) {
  const list = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  const [seen, setSeen] = useState(0);
  const talk = session.talk!;
  const rows = bubbles(talk, "visitor", session.unsent);
  const last = rows[rows.length - 1];
  const incoming = rows.filter((row) => isTheirs(row));
  const spoken = incoming[incoming.length - 1];
  const missed = following.current ? 0 : Math.max(0, incoming.length - seen);
  const name = talk.conversation.agent?.nickname ?? session.site.name;
  const day = new Intl.DateTimeFormat(language, { weekday: "long", day: "numeric", month: "long" });
  const time = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" });

  // One's own words are always shown; others' only when one is reading at the end.
  const own = rows.filter((row) => row.mine).length;
  useLayoutEffect(() => toEnd(), [own]);
  useLayoutEffect(() => {
    if (following.current) toEnd();
  }, [rows.length, last?.state, session.other, last?.text]);
  useEffect(() => {
    // The keyboard of a phone, or a grown composer, must not hide the last words.
    const observer = new ResizeObserver(() => following.current && toEnd());
    if (list.current) observer.observe(list.current);
    return () => observer.disconnect();
  }, []);

  function toEnd() {
    const box = list.current;
    if (!box) return;
    following.current = true;
    box.scrollTop = box.scrollHeight;
  }
  function onScroll() {
    const box = list.current!;
    const was = following.current;
    following.current = box.scrollHeight - box.scrollTop - box.clientHeight < nearEnd;
    if (was !== following.current || following.current) setSeen(incoming.length);
  }

  return (
    <div class="scroll">
      <div class="timeline" ref={list} onScroll={onScroll} role="region" aria-label={say("widget.timeline")}>
        {rows.map((row, index) => (
          <Line
            key={row.id}
            {...{ row, session, say, language, name, time, day }}
            before={rows[index - 1]}
            after={rows[index + 1]}
          />
        ))}
        {session.other !== "none" && (
          <p class={`other ${session.other}`}>
            {session.other === "typing" && (
              <span class="dots" aria-hidden="true">
                <i />
                <i />
                <i />
              </span>
            )}
            {say(`widget.other.${session.other}`, { name })}
          </p>
        )}
      </div>
      {missed > 0 && (
        <button type="button" class="jump" onClick={toEnd}>
          {say("widget.jump", { count: missed })}
          <Icon name="down" />
        </button>
      )}
      <p class="unseen" aria-live="polite">
        {spoken && `${nameOf(spoken, name)}: ${spoken.text}`}
      </p>
    </div>
  );
}

interface LineProps {
  row: Row;
  before: Row | undefined;
  after: Row | undefined;
  session: Session;
  say: Say;
  language: Language;
  name: string;
  time: Intl.DateTimeFormat;
  day: Intl.DateTimeFormat;
}

function Line({ row, before, after, session, say, language, name, time, day }: LineProps) {
  const newDay = !before || day.format(before.at) !== day.format(row.at);
  const { message } = row;
  return (
    <>
      {newDay && <p class="day">{dayName(row.at, language, day)}</p>}
      {message?.kind === "system" ? <p class="system">{systemWords(message, say)}</p> : bubble()}
    </>
  );

  function bubble() {
    const first = newDay || !joins(before, row);
    const end = !joins(row, after) || (after !== undefined && day.format(after.at) !== day.format(row.at));
    const showState = row.mine && (end || row.state === "failed" || after?.state !== row.state);
    return (
      <div class={`row ${row.mine ? "mine" : "theirs"}${first ? " first" : ""}`}>
        {!row.mine && (end ? <Face name={nameOf(row, name)} avatar={message?.avatar} /> : <span class="face none" />)}
        <div class="said">
          {first && (
            <span class={row.mine ? "unseen" : "name"} dir="auto">
              {row.mine ? say("widget.you") : nameOf(row, name)}
            </span>
          )}
          <div class={`bubble ${row.mine ? "mine" : "theirs"} ${row.state}${message?.retractedAt ? " retracted" : ""}`}>
            {message?.retractedAt ? say("widget.bubble.retracted") : <Text text={row.text} />}
          </div>
          {(end || showState) && (
            <span class="under">
              {message?.editedAt && !message.retractedAt && `${say("widget.bubble.edited")} · `}
              <time dateTime={new Date(row.at).toISOString()}>{time.format(row.at)}</time>
              {showState && <State {...{ row, session, say }} state={row.state} />}
            </span>
          )}
        </div>
      </div>
    );
  }
}

function State({ row, session, say, state }: { row: Row; session: Session; say: Say; state: BubbleState }) {
  if (state !== "failed") return <span class={`state ${state}`}>{` · ${say(`widget.bubble.${state}`)}`}</span>;
  // Trying again where the conversation is over would never succeed; its words go into the next one.
  const hopeless = row.problem === "conversation_ended" || row.problem === "conversation_closed";
  const why =
    row.problem &&
    row.problem !== "offline" &&
    problemWords(say, { type: "", title: "", status: 0, code: row.problem });
  return (
    <span class="state failed" role="alert">
      {` · ${say("widget.bubble.failed")} `}
      {!hopeless && (
        <button type="button" class="link" onClick={() => session.retry(row.id)}>
          {say("widget.bubble.retry")}
        </button>
      )}
      {why && <span class="why">{why}</span>}
    </span>
  );
}

function isTheirs({ message }: Row): boolean {
  return message !== undefined && (message.from === "agent" || message.from === "robot");
}

function nameOf({ message }: Row, name: string): string {
  return message?.nickname ?? name;
}

function joins(one: Row | undefined, other: Row | undefined): boolean {
  if (!one || !other || one.mine !== other.mine) return false;
  const [a, b] = [one.message, other.message];
  if (a?.kind === "system" || b?.kind === "system") return false;
  return other.at - one.at < together && (one.mine || (a?.from === b?.from && a?.nickname === b?.nickname));
}

function systemWords(message: VisitorMessage, say: Say): string {
  if (!message.body) return message.text;
  const { code, values } = message.body;
  if (code === "visitor_ended") return say("widget.ended.byYou");
  const words = say(`line.${code}`, values);
  return words === `line.${code}` ? message.text : words;
}

function dayName(at: number, language: Language, day: Intl.DateTimeFormat): string {
  const start = (time: number) => new Date(time).setHours(0, 0, 0, 0);
  const days = Math.round((start(at) - start(Date.now())) / 86_400_000);
  if (days !== 0 && days !== -1) return day.format(at);
  const name = new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(days, "day");
  return name.slice(0, 1).toLocaleUpperCase(language) + name.slice(1);
}
