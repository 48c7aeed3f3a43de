import { ApiError } from "@genkan/client/http";
import type { Session, Status } from "@genkan/client/types";
import { api } from "./api";

/** What one asks for at the door, besides coming in. */
export interface Wish {
  organisation?: string;
  status?: Status;
  remember?: boolean;
  automatic?: boolean;
}

/** A first step was right and a second is owed. */
export interface Owed {
  /** Null where only a passkey will do. */
  ticket: string | null;
  methods: ("code" | "passkey")[];
  /** There is no second factor yet, and the organisation wants one. */
  setUp: boolean;
  wish: Wish;
}

/** Whom this browser remembers. */
export interface Remembered {
  name: string;
  email: string | null;
  organisation: string;
  automatic: boolean;
}

export function owedOf(problem: unknown, wish: Wish): Owed | null {
  if (!(problem instanceof ApiError)) return null;
  const { code } = problem.problem;
  if (code !== "second_factor" && code !== "second_factor_setup") return null;
  const { ticket, methods } = problem.problem as unknown as Pick<Owed, "ticket" | "methods">;
  return { ticket, methods, setUp: code === "second_factor_setup", wish };
}

export const whoIsRemembered = (): Promise<Remembered | null> =>
  api<{ person: Remembered | null }>("GET", "/api/session/device").then(
    ({ person }) => person,
    () => null,
  );

/** The start of the page, where that was ticked. Tabs that start together come in one after the other: the first takes the others along. */
export async function enterBySelf(): Promise<Session | null> {
  const enter = async () => {
    try {
      return await api<Session>("GET", "/api/session");
    } catch {
      return api<Session>("POST", "/api/session/device", { body: { automatic: true } }).catch(() => null);
    }
  };
  return navigator.locks ? navigator.locks.request("genkan.enter", enter) : enter();
}
