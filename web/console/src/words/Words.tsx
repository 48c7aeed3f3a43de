import { languages } from "@genkan/client/languages";
import { createSay, type Say, type Table } from "@genkan/client/texts";
import type { Language } from "@genkan/client/types";
import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useState } from "react";
import { preferredLanguage, rememberLanguage } from "./ownLanguage";

export type { Say } from "@genkan/client/texts";

interface Speech {
  /** Says a text of texts/ in the reader's language; `count` chooses the plural form. */
  say: Say;
  language: Language;
  speak(language: Language): void;
}

const Words = createContext<Speech | null>(null);
// Each language is a chunk of its own; vite.config.ts leaves out what other rooms say.
const tables = import.meta.glob<{ default: Table }>("../../../../texts/*.json");

export function WordsProvider({ children }: { children: ReactNode }) {
  const [wanted, setWanted] = useState<Language>(preferredLanguage);
  const [spoken, setSpoken] = useState<{ language: Language; table: Table } | null>(null);

  useEffect(() => {
    let current = true;
    void load(wanted).then((table) => {
      if (!current) return;
      document.documentElement.lang = wanted;
      setSpoken({ language: wanted, table });
    });
    return () => {
      current = false;
    };
  }, [wanted]);

  const speak = useCallback((language: Language) => {
    rememberLanguage(language);
    setWanted(language);
  }, []);

  const speech = useMemo<Speech | null>(
    () => spoken && { say: createSay(spoken.table, spoken.language), language: spoken.language, speak },
    [spoken, speak],
  );
  return speech && <Words value={speech}>{children}</Words>;
}

export function useWords(): Speech {
  const speech = use(Words);
  if (!speech) throw new Error("useWords needs WordsProvider");
  return speech;
}

export const useSay = (): Say => useWords().say;

async function load(language: Language): Promise<Table> {
  const name = languages.includes(language) ? language : "en";
  // A language that cannot be fetched (the server was updated meanwhile) must not leave an empty page.
  const loaded = await tables[`../../../../texts/${name}.json`]?.().catch(() => undefined);
  return loaded?.default ?? {};
}
