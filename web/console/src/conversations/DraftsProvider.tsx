import type { Id } from "@genkan/client/types";
import { createContext, type ReactNode, use, useState, useSyncExternalStore } from "react";
import { useMe } from "../session/SessionProvider";
import { Drafts } from "./drafts";

const DraftsContext = createContext<Drafts | null>(null);

export function DraftsProvider({ children }: { children: ReactNode }) {
  const { session } = useMe();
  const [drafts] = useState(() => new Drafts(session.agent.id));
  return <DraftsContext value={drafts}>{children}</DraftsContext>;
}

export function useDrafts(): Drafts {
  const drafts = use(DraftsContext);
  if (!drafts) throw new Error("useDrafts needs DraftsProvider");
  return drafts;
}

export function useDraft(conversation: Id): string {
  const drafts = useDrafts();
  return useSyncExternalStore(drafts.subscribe, () => drafts.of(conversation));
}
