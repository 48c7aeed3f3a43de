import type { Agent, PresenceEntry } from "@genkan/client/types";
import { Button } from "@mantine/core";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { onAnnounced } from "../../notices/announce";
import { api } from "../../session/api";
import { StatusDot } from "../../status/StatusDot";
import { isBuiltIn } from "../../status/statuses";
import { fullTime } from "../../words/times";
import { useWords } from "../../words/Words";
import { Fetched, Section } from "../Page";
import css from "../parts.module.css";

interface PresencePage {
  items: PresenceEntry[];
  next: number | null;
}

/** When this person signed in and out, and which status they chose (ST-25). */
export function Presence({ agent }: { agent: Agent }) {
  const { say } = useWords();
  const queries = useQueryClient();
  const query = useInfiniteQuery({
    queryKey: ["manage", "presence", agent.id],
    initialPageParam: null as number | null,
    queryFn: ({ pageParam, signal }) =>
      api<PresencePage>("GET", `/api/agents/${agent.id}/presence?limit=20${pageParam ? `&after=${pageParam}` : ""}`, {
        signal,
      }),
    getNextPageParam: ({ next }) => next,
  });
  useEffect(
    () =>
      onAnnounced(({ event }) => {
        if (event.kind === "agent.status" && (event.data as { agent: string }).agent === agent.id)
          void queries.invalidateQueries({ queryKey: ["manage", "presence", agent.id] });
      }),
    [queries, agent.id],
  );

  return (
    <Section title={say("manage.presence_history")} lead={say("manage.presence_history_lead")}>
      <Fetched query={query}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          if (items.length === 0) return <p className={css.soft}>{say("manage.presence_none")}</p>;
          return (
            <div>
              <ul className={css.lines}>
                {items.map((entry) => (
                  <Entry key={entry.number} entry={entry} />
                ))}
              </ul>
              {query.hasNextPage && (
                <div className={css.more}>
                  <Button
                    variant="default"
                    loading={query.isFetchingNextPage}
                    onClick={() => void query.fetchNextPage()}
                  >
                    {say("manage.show_more")}
                  </Button>
                </div>
              )}
            </div>
          );
        }}
      </Fetched>
    </Section>
  );
}

function Entry({ entry }: { entry: PresenceEntry }) {
  const { say, language } = useWords();
  const status = entry.statusName ?? (isBuiltIn(entry.status) ? say(`console.status_${entry.status}`) : entry.status);
  return (
    <li>
      <span className={css.state}>
        {entry.kind === "status" && <StatusDot status={entry.status} />}
        {entry.kind === "status" ? status : say(`manage.presence_${entry.kind}`)}
      </span>
      <time className={css.soft} dateTime={new Date(entry.at).toISOString()}>
        {fullTime(entry.at, language)}
      </time>
    </li>
  );
}
