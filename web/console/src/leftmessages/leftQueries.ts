import type { AgentEvents, Id, LeftDetails, LeftMessage } from "@genkan/client/types";
import { type InfiniteData, type QueryClient, useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { onAnnounced } from "../notices/announce";
import { api } from "../session/api";
import { asked, type Filter, type Part, placed } from "./leftMessages";

type Parts = InfiniteData<Part, string | null>;

const lists = ["leftMessages", "list"] as const;
const detailsOf = (id: Id) => ["leftMessages", "one", id] as const;

export function useLeftMessages(filter: Filter) {
  return useInfiniteQuery({
    queryKey: [...lists, filter],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => api<Part>("GET", `/api/leftmessages?${asked(filter, pageParam)}`, { signal }),
    getNextPageParam: ({ next }) => next,
    placeholderData: (before) => before,
    // What came while one was elsewhere must be there.
    staleTime: 0,
  });
}

export function useLeftMessage(id: Id) {
  return useQuery({
    queryKey: detailsOf(id),
    queryFn: ({ signal }) => api<LeftDetails>("GET", `/api/leftmessages/${id}`, { signal }),
    staleTime: 0,
  });
}

/** Messages come and go by what the stream tells; nobody reloads. */
export function useLeftNews(): void {
  const queries = useQueryClient();
  useEffect(
    () =>
      onAnnounced(({ event }) => {
        if (!event.kind.startsWith("leftMessage.")) return;
        place(queries, (event.data as AgentEvents["leftMessage.received"]).message);
      }),
    [queries],
  );
}

/** How it is now, into every list it belongs to and out of the others. */
export function place(queries: QueryClient, message: LeftMessage): void {
  for (const [key, parts] of queries.getQueriesData<Parts>({ queryKey: lists })) {
    const pages = parts && placed(parts.pages, message, key[2] as Filter);
    if (pages) queries.setQueryData<Parts>(key, { ...parts, pages });
    else void queries.invalidateQueries({ queryKey: key });
  }
  queries.setQueryData<LeftDetails>(detailsOf(message.id), (held) => held && { ...held, message });
  // What happened to it and what else this person left stand beside it.
  void queries.invalidateQueries({ queryKey: ["leftMessages", "one"] });
}
