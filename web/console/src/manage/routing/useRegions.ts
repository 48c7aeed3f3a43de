import type { Region } from "@genkan/client/types";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api } from "../../session/api";

// Names of places do not change while one looks at them.
const forever = { staleTime: Number.POSITIVE_INFINITY, gcTime: 30 * 60_000 };
/** The server takes so many codes at once. */
const atOnce = 40;

const fetchRegions = (query: string, signal: AbortSignal) =>
  api<{ items: Region[] }>("GET", `/api/places/regions${query}`, { signal }).then(({ items }) => items);

/** Found by name in any language; the countries while nothing is typed. */
export const useFoundRegions = (words: string) =>
  useQuery({
    queryKey: ["regions", "found", words],
    queryFn: ({ signal }) => fetchRegions(words ? `?q=${encodeURIComponent(words)}` : "", signal),
    placeholderData: keepPreviousData,
    ...forever,
  });

/** What codes that were chosen are called. */
export const useNamedRegions = (codes: readonly string[]) =>
  useQuery({
    queryKey: ["regions", "named", codes],
    queryFn: async ({ signal }) => {
      const parts = Array.from({ length: Math.ceil(codes.length / atOnce) }, (_, at) =>
        codes.slice(at * atOnce, (at + 1) * atOnce),
      );
      const found = await Promise.all(
        parts.map((part) => fetchRegions(`?codes=${encodeURIComponent(part.join(","))}`, signal)),
      );
      return found.flat();
    },
    enabled: codes.length > 0,
    placeholderData: keepPreviousData,
    ...forever,
  });
