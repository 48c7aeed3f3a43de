import type { AgentEvents, LeftMessage } from "@genkan/client/types";
import { Button, SegmentedControl } from "@mantine/core";
import { type InfiniteData, type QueryClient, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useSearchParams } from "wouter";
import { useDeskState } from "../conversations/DeskProvider";
import { IconCheck, IconMail, IconPhone, IconUndo } from "../look/icons";
import { useNow } from "../look/useNow";
import { Empty, Fetched, Page } from "../manage/Page";
import page from "../manage/parts.module.css";
import { onAnnounced } from "../notices/announce";
import { usePopups } from "../popups/Popups";
import { api } from "../session/api";
import { wordProblem } from "../words/problems";
import { fullTime, when } from "../words/times";
import { useWords } from "../words/Words";
import css from "./LeftMessages.module.css";
import { isDone, mailLink, phoneLink, withLeftMessage } from "./leftMessages";

interface Part {
  items: LeftMessage[];
  next: string | null;
}
type Parts = InfiniteData<Part, string | null>;

const keyOf = (done: boolean) => ["leftMessages", done ? "done" : "open"] as const;

/** What was written when nobody was there. */
export default function LeftMessages() {
  const { say } = useWords();
  const [search, setSearch] = useSearchParams();
  const done = search.get("show") === "done";
  const open = useDeskState().leftMessagesOpen;
  useLive();
  const query = useInfiniteQuery({
    queryKey: keyOf(done),
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      api<Part>("GET", `/api/leftmessages?done=${done}${pageParam ? `&after=${encodeURIComponent(pageParam)}` : ""}`, {
        signal,
      }),
    getNextPageParam: ({ next }) => next,
  });

  return (
    <div className={page.room}>
      <Page title={say("console.messages")} lead={say("manage.left_lead")}>
        <div className={page.tools}>
          <SegmentedControl
            className={css.shown}
            fullWidth
            size="xs"
            aria-label={say("console.messages")}
            value={done ? "done" : "open"}
            onChange={(value) => setSearch(value === "done" ? { show: "done" } : {}, { replace: true })}
            data={[
              {
                value: "open",
                label: open > 0 ? say("manage.left_open_count", { count: open }) : say("manage.left_open"),
              },
              { value: "done", label: say("manage.left_done") },
            ]}
          />
        </div>
        <Fetched query={query}>
          {({ pages }) => (
            <List
              items={pages.flatMap(({ items }) => items)}
              done={done}
              more={query.hasNextPage ? () => void query.fetchNextPage() : null}
              busy={query.isFetchingNextPage}
            />
          )}
        </Fetched>
      </Page>
    </div>
  );
}

interface ListProps {
  items: LeftMessage[];
  done: boolean;
  more: (() => void) | null;
  busy: boolean;
}

function List({ items, done, more, busy }: ListProps) {
  const { say } = useWords();
  if (items.length === 0)
    return (
      <Empty
        title={say(done ? "manage.left_none_done" : "manage.left_none")}
        text={say(done ? "manage.left_none_done_text" : "manage.left_none_text")}
      />
    );
  return (
    <>
      <ul className={css.list} aria-live="polite" aria-relevant="additions">
        {items.map((message) => (
          <One key={message.id} message={message} />
        ))}
      </ul>
      {more && (
        <div className={page.more}>
          <Button variant="default" loading={busy} onClick={more}>
            {say("manage.show_more")}
          </Button>
        </div>
      )}
    </>
  );
}

function One({ message }: { message: LeftMessage }) {
  const { say, language } = useWords();
  const now = useNow(60_000);
  const { sites } = useDeskState();
  const site = sites[message.site]?.name;
  return (
    <li className={css.message}>
      <div className={css.head}>
        <h2 className={css.name} dir="auto">
          {message.name}
        </h2>
        {site && (
          <span className={css.site} dir="auto">
            {site}
          </span>
        )}
        <time className={css.when} dateTime={new Date(message.at).toISOString()} title={fullTime(message.at, language)}>
          {when(message.at, language, now)}
        </time>
      </div>
      <p className={css.text} dir="auto" lang={message.language ?? undefined}>
        {message.text}
      </p>
      <div className={css.foot}>
        {message.email && (
          <a
            className={css.contact}
            href={mailLink(message, say("manage.left_subject", { site: site ?? "" }))}
            translate="no"
          >
            <IconMail size={16} aria-hidden="true" />
            {message.email}
          </a>
        )}
        {message.phone && (
          <a className={css.contact} href={phoneLink(message.phone)} translate="no" dir="ltr">
            <IconPhone size={16} aria-hidden="true" />
            {message.phone}
          </a>
        )}
        <Deed message={message} />
      </div>
    </li>
  );
}

function Deed({ message }: { message: LeftMessage }) {
  const { say, language } = useWords();
  const { agents } = useDeskState();
  const { tell } = usePopups();
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const self = useRef<HTMLDivElement>(null);

  async function mark(done: boolean): Promise<void> {
    setBusy(true);
    const next = neighbour(self.current);
    try {
      place(queries, await api<LeftMessage>("PATCH", `/api/leftmessages/${message.id}`, { body: { done } }));
      // It leaves the list, and takes the focus with it: the next one gets it, so that a stack is worked through by keyboard.
      requestAnimationFrame(() => next?.focus());
      if (done) tell({ key: message.id, tone: "done", text: say("manage.left_marked", { name: message.name }) });
    } catch (problem) {
      tell({ tone: "refused", text: wordProblem(say, problem) });
      setBusy(false);
    }
  }

  const by = message.doneBy && agents[message.doneBy]?.name;
  return (
    <div className={css.deed} ref={self}>
      {message.doneAt !== null && (
        <span className={css.done}>
          <IconCheck size={16} aria-hidden="true" />
          {by
            ? say("manage.left_done_by", { name: by, time: fullTime(message.doneAt, language) })
            : fullTime(message.doneAt, language)}
        </span>
      )}
      <Button
        variant="default"
        loading={busy}
        leftSection={isDone(message) ? <IconUndo size={16} /> : <IconCheck size={16} />}
        onClick={() => void mark(!isDone(message))}
      >
        {say(isDone(message) ? "manage.left_undo" : "manage.left_mark")}
      </Button>
    </div>
  );
}

/** The same button one message further, or one before at the end of the list. */
function neighbour(deed: HTMLElement | null): HTMLElement | undefined {
  const row = deed?.closest("li");
  const other = row?.nextElementSibling ?? row?.previousElementSibling;
  return other?.querySelector("button") ?? undefined;
}

/** Messages come and go by what the stream tells; nobody reloads. */
function useLive(): void {
  const queries = useQueryClient();
  useEffect(
    () =>
      onAnnounced(({ event }) => {
        if (event.kind !== "leftMessage.received" && event.kind !== "leftMessage.changed") return;
        place(queries, (event.data as AgentEvents["leftMessage.changed"]).message);
      }),
    [queries],
  );
}

/** Into the list it belongs to and out of the other one. */
function place(queries: QueryClient, message: LeftMessage): void {
  for (const done of [false, true])
    queries.setQueryData<Parts>(
      keyOf(done),
      (parts) => parts && { ...parts, pages: placed(parts.pages, message, done) },
    );
}

/** The parts are one list to the eye: the first takes what is new, each drops what has gone. */
function placed(pages: Part[], message: LeftMessage, done: boolean): Part[] {
  const home = pages.findIndex(({ items }) => items.some(({ id }) => id === message.id));
  const last = pages.at(-1);
  const oldest = last?.items.at(-1);
  // Older than all that was fetched: it comes with its own part.
  const beyond = home < 0 && last?.next != null && oldest !== undefined && message.at < oldest.at;
  const at = Math.max(home, 0);
  return pages.map((part, index) =>
    index === at && !beyond ? { ...part, items: withLeftMessage(part.items, message, done) } : part,
  );
}
