import type { Calendar } from "@genkan/client/types";
import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { onAnnounced } from "../../notices/announce";
import { api } from "../../session/api";

const key = ["manage", "calendars"] as const;

export const useCalendars = () =>
  useQuery({
    queryKey: key,
    queryFn: ({ signal }) => api<{ items: Calendar[] }>("GET", "/api/calendars", { signal }).then(({ items }) => items),
  });

export const useCalendar = (id: string) =>
  useQuery({
    queryKey: [...key, id],
    queryFn: ({ signal }) => api<Calendar>("GET", `/api/calendars/${id}`, { signal }),
  });

export const useZones = () =>
  useQuery({
    queryKey: [...key, "zones"],
    queryFn: ({ signal }) =>
      api<{ items: string[] }>("GET", "/api/calendars/zones", { signal }).then(({ items }) => items),
    staleTime: Number.POSITIVE_INFINITY,
  });

interface Keepers {
  sites: string[];
  departments: string[];
}

/** Who keeps the calendar from now on is told so, and who does no longer. */
export async function keepAt(calendar: string, before: Keepers, after: Keepers): Promise<void> {
  for (const kind of ["sites", "departments"] as const) {
    for (const id of after[kind].filter((one) => !before[kind].includes(one)))
      await api("PUT", `/api/${kind}/${id}/hours`, { body: { calendar } });
    for (const id of before[kind].filter((one) => !after[kind].includes(one)))
      await api("PUT", `/api/${kind}/${id}/hours`, { body: { calendar: null } });
  }
}

export async function refreshed(queries: QueryClient, id: string): Promise<Calendar> {
  const calendar = await api<Calendar>("GET", `/api/calendars/${id}`);
  queries.setQueryData<Calendar>([...key, id], calendar);
  void queries.invalidateQueries({ queryKey: key, exact: true });
  return calendar;
}

export function dropCalendar(queries: QueryClient, id: string): void {
  queries.setQueryData<Calendar[]>(key, (list) => list?.filter((one) => one.id !== id));
  queries.removeQueries({ queryKey: [...key, id] });
}

/** Colleagues' changes, and the clock's. */
export function useLiveCalendars(): void {
  const queries = useQueryClient();
  useEffect(
    () =>
      onAnnounced(({ event }) => {
        if (event.kind.startsWith("calendar.")) void queries.invalidateQueries({ queryKey: key });
      }),
    [queries],
  );
}
