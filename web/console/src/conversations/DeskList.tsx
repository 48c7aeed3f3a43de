import type { Conversation, Id } from "@genkan/client/types";
import { Button } from "@mantine/core";
import { type KeyboardEvent, useRef } from "react";
import { Link } from "wouter";
import { useNow } from "../look/useNow";
import { StatusMenu } from "../status/StatusMenu";
import { span } from "../words/times";
import { useWords } from "../words/Words";
import css from "./DeskList.module.css";
import { useDeskState } from "./DeskProvider";
import { type DeskState, mineOf, waitingOf, workOf } from "./deskState";
import { MineRow } from "./MineRow";
import { StaffList } from "./StaffList";
import { urgencyOf } from "./urgency";
import { useAccept } from "./useAccept";
import { nameOf } from "./visitorName";

export function DeskList({ current }: { current: string | undefined }) {
  const { say } = useWords();
  const state = useDeskState();
  const now = useNow();
  const waiting = waitingOf(state);
  const mine = mineOf(state);
  const list = useRef<HTMLElement>(null);

  return (
    <section
      className={css.list}
      aria-label={say("console.desk_list")}
      ref={list}
      onKeyDown={(event) => walk(event, list.current)}
    >
      <h1 className="unseen">{say("console.conversations")}</h1>
      <header className={css.top}>
        <div className={css.helpers}>
          <AcceptNext first={waiting[0]} />
          <StatusMenu opens="down" />
        </div>
        <TalkingWith mine={mine} />
        {workOf(mine) === "waiting" && (
          <div className={css.helpers}>
            <Button component={Link} href="/history" variant="subtle" size="compact-sm">
              {say("console.guest_list")}
            </Button>
            <StaffList compact />
          </div>
        )}
      </header>
      <Waiting waiting={waiting} now={now} />
      <section className={css.section} aria-labelledby="mine">
        <div className={css.heading}>
          <h2 id="mine">{say("console.mine")}</h2>
          {mine.length > 0 && <span className={css.number}>{mine.length}</span>}
        </div>
        {mine.length === 0 && <p className={css.empty}>{say("console.mine_empty")}</p>}
        <ul>
          {mine.map((conversation) => (
            <MineRow
              key={conversation.id}
              conversation={conversation}
              state={state}
              now={now}
              current={conversation.id === current}
            />
          ))}
        </ul>
      </section>
    </section>
  );
}

/** AC-28, Q-11: calls the next one in. */
function AcceptNext({ first }: { first: Conversation | undefined }) {
  const { say } = useWords();
  const accept = useAccept();
  return (
    <Button size="compact-sm" disabled={!first} onClick={() => first && void accept(first)}>
      {say("console.accept_next")}
    </Button>
  );
}

/** AC-21: how many talks one holds, and with whom. */
function TalkingWith({ mine }: { mine: readonly Conversation[] }) {
  const { say, language } = useWords();
  const names = mine.filter(({ state }) => state === "inChat").map((one) => nameOf(say, one));
  if (names.length === 0) return null;
  const list = new Intl.ListFormat(language, { style: "short", type: "unit" }).format(names);
  return (
    <p className={css.talking} title={list}>
      {say("console.talking_with", { count: names.length, names: list })}
    </p>
  );
}

function Waiting({ waiting, now }: { waiting: readonly Conversation[]; now: number }) {
  const { say, language } = useWords();
  const first = waiting[0];
  return (
    <section className={css.section} aria-labelledby="waiting" data-waiting={waiting.length > 0 || undefined}>
      <div className={css.heading}>
        <h2 id="waiting">{say("console.waiting")}</h2>
        <span className={css.number} data-urgent={waiting.length > 0 || undefined}>
          {waiting.length}
        </span>
        {first && (
          <span className={css.longest} title={say("console.longest_wait")}>
            {span(now - first.startedAt, language, say)}
          </span>
        )}
      </div>
      {!first && <p className={css.empty}>{say("console.waiting_empty")}</p>}
      <ul>
        {waiting.map((conversation) => (
          <WaitingRow key={conversation.id} conversation={conversation} now={now} />
        ))}
      </ul>
    </section>
  );
}

function WaitingRow({ conversation, now }: { conversation: Conversation; now: number }) {
  const { say, language } = useWords();
  const { sites } = useDeskState();
  const accept = useAccept();
  const waits = now - conversation.startedAt;
  return (
    <li className={css.item}>
      <button type="button" className={css.row} data-row onClick={() => void accept(conversation)}>
        <span className={css.first}>
          <strong className={css.name} dir="auto" lang={conversation.language ?? undefined}>
            {nameOf(say, conversation)}
          </strong>
          <span className={css.time} data-urgency={urgencyOf(waits)}>
            {span(waits, language, say)}
          </span>
        </span>
        <span className={css.second}>
          <span className={css.words} dir="auto" lang={conversation.language ?? undefined}>
            {conversation.lastText ?? say("console.nothing_written")}
          </span>
          <SiteMark sites={sites} site={conversation.site} />
        </span>
        <span className="unseen">{say("console.accept")}</span>
      </button>
    </li>
  );
}

/** Which shop it is about; with one shop alone nobody needs to be told. */
export function SiteMark({ sites, site }: { sites: DeskState["sites"]; site: Id }) {
  if (Object.keys(sites).length < 2) return null;
  return <span className={css.site}>{sites[site]?.name}</span>;
}

/** Up and down move between rows, whichever part of the list they are in. */
function walk(event: KeyboardEvent, list: HTMLElement | null): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined || !list || !(event.target instanceof HTMLElement) || !event.target.matches("[data-row]"))
    return;
  const rows = [...list.querySelectorAll<HTMLElement>("[data-row]")];
  event.preventDefault();
  rows[rows.indexOf(event.target) + step]?.focus();
}
