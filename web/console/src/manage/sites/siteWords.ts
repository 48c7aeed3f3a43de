import type { Language } from "@genkan/client/types";
import { useQuery } from "@tanstack/react-query";

type WordList = Record<string, string>;

// The same files that the console speaks from, so that choosing a language here fetches nothing twice.
const lists = import.meta.glob<{ default: WordList }>("../../../../../texts/*.json");

/** The product's own words in a language, which a site uses until somebody writes better ones. */
export function useSiteWords(language: Language): ((key: string) => string) | null {
  const { data } = useQuery({
    queryKey: ["words", language],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () => (await lists[`../../../../../texts/${language}.json`]?.())?.default ?? {},
  });
  return data ? (key) => data[key] ?? key : null;
}
