import type { Permission, Session, Status } from "@genkan/client/types";
import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useState } from "react";
import { useWords } from "../words/Words";
import { api } from "./api";

/** What a person may do here; owning the installation is none of the organisation's permissions. */
export type Right = Permission | "installationOwner";

export interface Me {
  session: Session;
  status: Status;
  can(right: Right): boolean;
  /** Asks the server for the status; every status control shows the answer. */
  setStatus(status: Status): Promise<void>;
  /** What the live stream says of our status (another tab, another machine, the server). */
  heardStatus(status: Status): void;
  change(part: Partial<Pick<Session, "language" | "sound">> & { name?: string; nickname?: string }): Promise<void>;
  /** The session as the server has it now; null where it has ended. */
  replace(session: Session | null): void;
  signOut(): Promise<void>;
}

const SessionContext = createContext<Me | null>(null);

interface Props {
  session: Session;
  onChange(session: Session | null): void;
  children: ReactNode;
}

export function SessionProvider({ session, onChange, children }: Props) {
  const [status, setOwnStatus] = useState<Status>(session.agent.status);
  const { language, speak } = useWords();

  // The account's language counts wherever one signs in; it is followed once per sign-in, then changes go the other way.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new session may change the language
  useEffect(() => {
    if (session.language && session.language !== language) speak(session.language);
  }, [session.language]);

  const setStatus = useCallback(
    async (wanted: Status) => {
      const before = status;
      setOwnStatus(wanted);
      try {
        const answer = await api<{ status: Status }>("PUT", "/api/me/status", { body: { status: wanted } });
        setOwnStatus(answer.status);
      } catch (problem) {
        setOwnStatus(before);
        throw problem;
      }
    },
    [status],
  );

  const change = useCallback<Me["change"]>(
    async (part) => onChange(await api<Session>("PATCH", "/api/me", { body: part })),
    [onChange],
  );

  const signOut = useCallback(async () => {
    await api("DELETE", "/api/session");
    onChange(null);
  }, [onChange]);

  const me = useMemo<Me>(
    () => ({
      session,
      status,
      can: (right) => (right === "installationOwner" ? session.installationOwner : session.permissions.includes(right)),
      setStatus,
      heardStatus: setOwnStatus,
      change,
      replace: onChange,
      signOut,
    }),
    [session, status, setStatus, change, onChange, signOut],
  );
  return <SessionContext value={me}>{children}</SessionContext>;
}

export function useMe(): Me {
  const me = use(SessionContext);
  if (!me) throw new Error("useMe needs SessionProvider");
  return me;
}
