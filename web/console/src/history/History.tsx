import type { Conversation } from "@genkan/client/types";
import { Button, SegmentedControl, TextInput } from "@mantine/core";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { type KeyboardEvent, useDeferredValue, useEffect, useState } from "react";
import { Link, useRoute } from "wouter";
import { useDeskState } from "../conversations/DeskProvider";
import { nameOf } from "../conversations/visitorName";
import { IconSearch } from "../look/icons";
import { Loading } from "../look/Loading";
import { useNow } from "../look/useNow";
import { onAnnounced } from "../notices/announce";
import { api } from "../session/api";
import { useMe } from "../session/SessionProvider";
import { wordProblem } from "../words/problems";
import { fullTime, length, when } from "../words/times";
import { useWords } from "../words/Words";
import css from "./History.module.css";
import { HistoryTalk } from "./HistoryTalk";

type Whose = "mine" | "all";
interface Part {
  items: Conversation[];
  next: string | null;
}

/** Closed conversations to read again: one's own, or everybody's for those who may. */
export default function History() {
  const { say } = useWords();
  const [, parameters] = useRoute<{ id?: string }>("/history/:id?");
  const { can } = useMe();
  const mayAll = can("conversations.all");
  const [whose, setWhose] = useState<Whose>(can("conversations.chat") ? "mine" : "all");
  const [typed, setTyped] = useState("");
  const words = useDeferredValue(typed.trim());
  const query = useClosed(whose, words);
  const found = query.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <div className={css.history} data-open={parameters?.id !== undefined || undefined}>
      <section className={css.list} aria-label={say("console.history")}>
        <header className={css.top}>
          <h1 className={css.title}>{say("console.history")}</h1>
          {mayAll && can("conversations.chat") && (
            <SegmentedControl
              size="xs"
              aria-label={say("console.history_whose")}
              value={whose}
              onChange={(value) => setWhose(value as Whose)}
              data={[
                { value: "mine", label: say("console.history_mine") },
                { value: "all", label: say("console.history_all") },
              ]}
            />
          )}
          <TextInput
            size="xs"
            type="search"
            className={css.search}
            aria-label={say("console.history_search")}
            placeholder={say("console.history_search")}
            leftSection={<IconSearch size={15} />}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        </header>
        {query.isPending && <Loading />}
        {query.isError && (
          <p className={css.refused} role="alert">
            {wordProblem(say, query.error)}
            <Button variant="default" size="compact-xs" onClick={() => void query.refetch()}>
              {say("console.try_again")}
            </Button>
          </p>
        )}
        {query.isSuccess && found.length === 0 && (
          <p className={css.empty}>{say(words ? "console.history_nothing" : "console.history_empty")}</p>
        )}
        <ul onKeyDown={walk}>
          {found.map((conversation) => (
            <Row
              key={conversation.id}
              conversation={conversation}
              current={conversation.id === parameters?.id}
              withAgent={whose === "all"}
            />
          ))}
        </ul>
        {query.hasNextPage && (
          <div className={css.more}>
            <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
              {say("console.more")}
            </Button>
          </div>
        )}
      </section>
      {parameters?.id ? (
        <HistoryTalk key={parameters.id} id={parameters.id} />
      ) : (
        <p className={css.choose}>{found.length > 0 && say("console.history_choose")}</p>
      )}
    </div>
  );
}

function useClosed(whose: Whose, words: string) {
  const queries = useQueryClient();
  useEffect(
    () =>
      onAnnounced(({ event }) => {
        if (event.kind === "conversation.ended") void queries.invalidateQueries({ queryKey: ["history"] });
      }),
    [queries],
  );
  return useInfiniteQuery({
    queryKey: ["history", whose, words],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => {
      const search = new URLSearchParams({ state: "closed", limit: "50" });
      if (whose === "mine") search.set("agent", "me");
      if (words) search.set("q", words);
      if (pageParam) search.set("after", pageParam);
      return api<Part>("GET", `/api/conversations?${search}`, { signal });
    },
    getNextPageParam: ({ next }) => next,
    // What was closed while one was elsewhere must be there.
    staleTime: 0,
    placeholderData: (before) => before,
  });
}

interface RowProps {
  conversation: Conversation;
  current: boolean;
  withAgent: boolean;
}

function Row({ conversation, current, withAgent }: RowProps) {
  const { say, language } = useWords();
  const { agents, sites } = useDeskState();
  const now = useNow(60_000);
  const { startedAt, endedAt, agent, lastText, valid } = conversation;
  const notes = [
    withAgent && agent && agents[agent]?.name,
    Object.keys(sites).length > 1 && sites[conversation.site]?.name,
    endedAt !== null && length(endedAt - startedAt, language),
    !valid && say("console.invalid_short"),
  ];
  return (
    <li>
      <Link
        href={`/history/${conversation.id}`}
        className={css.row}
        data-row
        aria-current={current ? "page" : undefined}
      >
        <span className={css.first}>
          <strong className={css.name} dir="auto">
            {nameOf(say, conversation)}
          </strong>
          <time dateTime={new Date(startedAt).toISOString()} title={fullTime(startedAt, language)}>
            {when(startedAt, language, now)}
          </time>
        </span>
        <span className={css.words} dir="auto" lang={conversation.language ?? undefined}>
          {lastText ?? say("console.nothing_written")}
        </span>
        <span className={css.notes}>{notes.filter(Boolean).join(" · ")}</span>
      </Link>
    </li>
  );
}

function walk(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined || !(event.target instanceof HTMLElement)) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-row]")];
  event.preventDefault();
  rows[rows.indexOf(event.target) + step]?.focus();
}
