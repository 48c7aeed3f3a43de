import { type Bubble, bubbles } from "@genkan/client/conversationState";
import type { Language, VisitorMessage } from "@genkan/client/types";
import type { Child } from "./draw.ts";
import { Face } from "./Header.tsx";
import { Icon } from "./icons.tsx";
import { Text } from "./Text.tsx";
import type { View } from "./view.ts";

type Row = Bubble<VisitorMessage>;

/** Bubbles of one person within this time stand together. */
const together = 300_000;
/** This near to the end one follows what comes. */
const nearEnd = 80;

let drawn: Child | undefined;
let drawnFrom: unknown[] = [];

/** The same node while nothing in it has changed: typing must stay quick under a long conversation. */
export function timeline(view: View): Child {
  const { session, say, following, seen } = view;
  const from = [session.talk, session.unsent, session.other, say, following, seen];
  if (!drawn || from.some((value, index) => value !== drawnFrom[index])) {
    drawn = <Timeline view={view} />;
    drawnFrom = from;
  }
  return drawn;
}

function Timeline({ view }: { view: View }) {
  const { session, say, language, following } = view;
  const talk = session.talk!;
  const rows = bubbles(talk, "visitor", session.unsent);
  const theirs = rows.filter(isTheirs);
  const spoken = theirs[theirs.length - 1];
  const missed = following ? 0 : theirs.length - view.seen;
  const name = talk.conversation.agent?.nickname ?? session.site.name;
  const day = new Intl.DateTimeFormat(language, { weekday: "long", day: "numeric", month: "long" });
  const time = new Intl.DateTimeFormat(language, { timeStyle: "short" });

  function onScroll(event: { currentTarget: HTMLElement }) {
    const { scrollHeight, scrollTop, clientHeight } = event.currentTarget;
    const now = scrollHeight - scrollTop - clientHeight < nearEnd;
    if (now === following) return;
    view.following = now;
    view.seen = theirs.length;
    view.draw();
  }

  return (
    <div class="scroll">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section class="timeline" onScroll={onScroll} tabIndex={0} aria-label={say("widget.timeline")}>
        {rows.map(line)}
        {session.other !== "none" && (
          <p class="other">
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
      </section>
      {missed > 0 && (
        <button
          type="button"
          class="jump"
          onClick={() => {
            view.following = true;
            view.draw();
          }}
        >
          {say("widget.jump", { count: missed })}
          <Icon name="down" />
        </button>
      )}
      <p class="unseen" aria-live="polite">
        {spoken && `${nameOf(spoken)}: ${spoken.text}`}
      </p>
    </div>
  );

  function line(row: Row, index: number) {
    const before = rows[index - 1];
    const newDay = !before || day.format(before.at) !== day.format(row.at);
    return (
      <div key={row.id}>
        {newDay && <p class="day">{dayName(row.at, language, day)}</p>}
        {row.message?.kind === "system" ? (
          <p class="system">{systemWords(row.message)}</p>
        ) : (
          bubble(row, newDay || !joins(before, row), rows[index + 1])
        )}
      </div>
    );
  }

  function bubble(row: Row, first: boolean, after: Row | undefined) {
    const { mine, message, state } = row;
    const last = !joins(row, after);
    const showState = mine && (last || state === "failed" || after?.state !== state);
    return (
      <div class={`row ${mine ? "mine" : "theirs"}${first ? " first" : ""}`}>
        {!mine && (last ? <Face name={nameOf(row)} avatar={message?.avatar} /> : <span class="face gap" />)}
        <div class="said">
          {first && (
            <span class={mine ? "unseen" : "name"} dir="auto">
              {mine ? say("widget.you") : nameOf(row)}
            </span>
          )}
          <div class={`bubble ${mine ? "mine" : "theirs"} ${message?.retractedAt ? "retracted" : state}`}>
            {message?.retractedAt ? say("widget.bubble.retracted") : <Text text={row.text} />}
          </div>
          {(last || showState || message?.editedAt) && (
            <span class="under">
              {message?.editedAt && !message.retractedAt && `${say("widget.bubble.edited")} · `}
              <time>{time.format(row.at)}</time>
              {showState && stateOf(row)}
            </span>
          )}
        </div>
      </div>
    );
  }

  function stateOf({ id, state, problem }: Row) {
    // Trying again where the conversation is over would never succeed; its words go into the next one.
    const over = /^conversation_/.test(problem ?? "");
    return (
      <span class={`state ${state}`}>
        {` · ${say(`widget.bubble.${state}`)} `}
        {state === "failed" && !over && (
          <button type="button" class="link" onClick={() => session.retry(id)}>
            {say("widget.bubble.retry")}
          </button>
        )}
        {state === "sending" && session.held[id] && <span class="why">{say("widget.bubble.held")}</span>}
        {session.reasons[id] && <span class="why">{session.reasons[id]}</span>}
      </span>
    );
  }

  /** Greeting and notice are the site's own words, whoever has joined since. */
  function nameOf({ message }: Row): string {
    return message?.kind === "text" ? (message.nickname ?? name) : session.site.name;
  }

  function systemWords({ body, text }: VisitorMessage): string {
    if (!body) return text;
    if (body.code === "visitor_ended") return say("widget.ended.byYou");
    const key = `line.${body.code}`;
    const words = say(key, body.values);
    return words === key ? text : words;
  }
}

function isTheirs({ message }: Row): boolean {
  return message?.from === "agent" || message?.from === "robot";
}

function joins(one: Row | undefined, other: Row | undefined): boolean {
  return (
    !!one &&
    !!other &&
    one.mine === other.mine &&
    one.message?.kind !== "system" &&
    other.message?.kind !== "system" &&
    other.at - one.at < together &&
    (one.mine || (one.message?.nickname === other.message?.nickname && one.message?.kind === other.message?.kind))
  );
}

function dayName(at: number, language: Language, day: Intl.DateTimeFormat): string {
  const start = (time: number) => new Date(time).setHours(0, 0, 0, 0);
  const days = Math.round((start(at) - start(Date.now())) / 86_400_000);
  if (days !== 0 && days !== -1) return day.format(at);
  const name = new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(days, "day");
  return name.slice(0, 1).toLocaleUpperCase(language) + name.slice(1);
}
