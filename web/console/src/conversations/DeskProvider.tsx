import type { AgentEvents, Session, StreamEvent } from "@genkan/client/types";
import { createContext, type ReactNode, use, useEffect, useState, useSyncExternalStore } from "react";
import { announce } from "../notices/announce";
import { api } from "../session/api";
import { useMe } from "../session/SessionProvider";
import { rememberStatuses } from "../status/rememberedStatuses";
import { Desk, type DeskView } from "./Desk";

const DeskContext = createContext<Desk | null>(null);

export function DeskProvider({ children }: { children: ReactNode }) {
  const { session, heardStatus, replace } = useMe();
  const [desk, setDesk] = useState<Desk | null>(null);

  // The door asks nobody: it offers what was known here last.
  useEffect(
    () =>
      desk?.subscribe(() => {
        const { statuses } = desk.look().state;
        if (statuses.length > 0) rememberStatuses(statuses);
      }),
    [desk],
  );

  // One desk for as long as this person is signed in; a changed name or language must not reconnect it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    const made = new Desk({
      session,
      api,
      onStatus: heardStatus,
      onClosed: () => replace(null),
      onHeard: (event, before, after) => {
        announce(event, before, after);
        if (concerns(event, session.agent.id)) void renewSession();
      },
    });
    setDesk(made);
    return () => made.close();

    /** Role or rights may be others now: what is not theirs any more closes, what is new opens. */
    async function renewSession(): Promise<void> {
      try {
        replace(await api<Session>("GET", "/api/session"));
      } catch {
        // The server asks at every door anyway; a sign-in that ended is told by the stream.
      }
    }
  }, [session.agent.id]);

  return desk && <DeskContext value={desk}>{children}</DeskContext>;
}

const concerns = ({ kind, data }: StreamEvent, me: string): boolean =>
  kind === "agent.changed" && (data as AgentEvents["agent.changed"]).agent.id === me;

export function useDesk(): Desk {
  const desk = use(DeskContext);
  if (!desk) throw new Error("useDesk needs DeskProvider");
  return desk;
}

/** Looks at one part of the desk; `part` must answer the same object for the same view. */
export function useDeskView<T>(part: (view: DeskView) => T): T {
  const desk = useDesk();
  return useSyncExternalStore(desk.subscribe, () => part(desk.look()));
}

export const useDeskState = () => useDeskView(({ state }) => state);
