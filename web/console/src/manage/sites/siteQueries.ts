import type { EntryCount, Site } from "@genkan/client/types";
import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { onAnnounced } from "../../notices/announce";
import { api } from "../../session/api";

const key = ["manage", "sites"] as const;

export const useSites = () =>
  useQuery({
    queryKey: key,
    queryFn: ({ signal }) => api<{ items: Site[] }>("GET", "/api/sites", { signal }).then(({ items }) => items),
  });

export const useSite = (id: string) =>
  useQuery({ queryKey: [...key, id], queryFn: ({ signal }) => api<Site>("GET", `/api/sites/${id}`, { signal }) });

export const useEntries = (id: string, from: string, to: string) =>
  useQuery({
    queryKey: [...key, id, "entries", from, to],
    queryFn: ({ signal }) =>
      api<{ items: EntryCount[] }>("GET", `/api/sites/${id}/entries?from=${from}&to=${to}`, { signal }).then(
        ({ items }) => items,
      ),
  });

export function keepSite(queries: QueryClient, site: Site): void {
  queries.setQueryData<Site>([...key, site.id], site);
  queries.setQueryData<Site[]>(key, (list) =>
    list?.some((one) => one.id === site.id)
      ? list.map((one) => (one.id === site.id ? site : one))
      : list && [...list, site],
  );
}

export function dropSite(queries: QueryClient, id: string): void {
  queries.setQueryData<Site[]>(key, (list) => list?.filter((one) => one.id !== id));
  queries.removeQueries({ queryKey: [...key, id] });
}

export function useLiveSites(): void {
  const queries = useQueryClient();
  useEffect(
    () =>
      onAnnounced(({ event }) => {
        if (event.kind.startsWith("site.")) void queries.invalidateQueries({ queryKey: key });
      }),
    [queries],
  );
}
