import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../../session/api";

export interface Passkey {
  id: string;
  name: string;
  createdAt: number;
  usedAt: number | null;
}

/** A sign-in, or a browser that is remembered and not signed in. */
export interface SignedInAt {
  id: string;
  organisation: string;
  browser: string | null;
  system: string | null;
  address: string | null;
  how: string | null;
  createdAt: number;
  usedAt: number;
  current: boolean;
  remembered: boolean;
  automatic: boolean;
}

export interface Security {
  secondFactor: { on: boolean; since: number | null; recoveryCodesLeft: number; required: boolean };
  passkeys: Passkey[];
  sessions: SignedInAt[];
  devices: SignedInAt[];
}

const key = ["me", "security"] as const;

export const useSecurity = () =>
  useQuery({ queryKey: key, queryFn: ({ signal }) => api<Security>("GET", "/api/me/security", { signal }) });

/** What was done shows at once: the page asks again. */
export function useLookAgain(): () => Promise<void> {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: key });
}
