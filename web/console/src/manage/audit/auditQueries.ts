import type { AuditCheck, AuditPage } from "@genkan/client/types";
import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { api } from "../../session/api";

/** What is asked for; days as the date field gives them, in the reader's own time. */
export interface AuditFilter {
  area: string;
  by: string;
  from: string;
  to: string;
}

export const everything: AuditFilter = { area: "", by: "", from: "", to: "" };

export function searchOf({ area, by, from, to }: AuditFilter, after: string | null): string {
  const search = new URLSearchParams();
  if (area) search.set("kind", area);
  if (by) search.set("actor", by);
  if (from) search.set("from", String(startOfDay(from, 0)));
  // The last day counts whole.
  if (to) search.set("to", String(startOfDay(to, 1)));
  if (after) search.set("after", after);
  const text = search.toString();
  return text ? `?${text}` : "";
}

function startOfDay(day: string, later: number): number {
  const [year = 1970, month = 1, date = 1] = day.split("-").map(Number);
  return new Date(year, month - 1, date + later).getTime();
}

export const useAudit = (filter: AuditFilter) =>
  useInfiniteQuery({
    queryKey: ["manage", "audit", filter],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => api<AuditPage>("GET", `/api/audit${searchOf(filter, pageParam)}`, { signal }),
    getNextPageParam: ({ next }) => next,
    // What was done a moment ago is looked for here: nothing old is shown when the page is opened.
    gcTime: 0,
  });

export const useAuditCheck = () => useMutation({ mutationFn: () => api<AuditCheck>("GET", "/api/audit/check") });
