import type { Agent, AgentEvents } from "@genkan/client/types";
import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { onAnnounced } from "../../notices/announce";
import { api } from "../../session/api";

const key = ["manage", "agents"] as const;

export interface Invitation {
  url: string;
  expiresAt: number;
}

export const useAgents = () =>
  useQuery({
    queryKey: key,
    queryFn: ({ signal }) => api<{ items: Agent[] }>("GET", "/api/agents", { signal }).then(({ items }) => items),
  });

export const useAgent = (id: string) =>
  useQuery({
    queryKey: [...key, id],
    queryFn: ({ signal }) => api<Agent>("GET", `/api/agents/${id}`, { signal }),
  });

/** What an answer told goes into the list and the page at once. */
export function keepAgent(queries: QueryClient, agent: Agent): void {
  queries.setQueryData<Agent>([...key, agent.id], agent);
  queries.setQueryData<Agent[]>(key, (list) =>
    list?.some((one) => one.id === agent.id)
      ? list.map((one) => (one.id === agent.id ? agent : one))
      : list && [...list, agent],
  );
}

export function dropAgent(queries: QueryClient, id: string): void {
  queries.setQueryData<Agent[]>(key, (list) => list?.filter((one) => one.id !== id));
  queries.removeQueries({ queryKey: [...key, id] });
}

/** Somebody else changed a person. */
const agentsAreStale = (queries: QueryClient): void => void queries.invalidateQueries({ queryKey: key });

/** What colleagues change is seen without a reload; a status alone needs no question to the server. */
export function useLiveAgents(): void {
  const queries = useQueryClient();
  useEffect(
    () =>
      onAnnounced(({ event }) => {
        if (event.kind === "agent.status") return statusHeard(queries, event.data as AgentEvents["agent.status"]);
        if (event.kind.startsWith("agent.")) agentsAreStale(queries);
      }),
    [queries],
  );
}

function statusHeard(queries: QueryClient, { agent, status }: AgentEvents["agent.status"]): void {
  queries.setQueryData<Agent[]>(key, (list) => list?.map((one) => (one.id === agent ? { ...one, status } : one)));
}
