import { useQuery } from "@tanstack/react-query";
import { api } from "./api";

/** What the sign-in page offers here. */
export interface SignInWays {
  by: "both" | "email" | "userName";
  /** A forgotten password can be replaced by mail. */
  reset: boolean;
  /** Whoever comes may found an organisation. */
  registration: boolean;
  /** The server has said so. */
  known: boolean;
}

/** Until the answer is here, or where it cannot be had, both names and nothing by mail. */
const unknown: SignInWays = { by: "both", reset: false, registration: false, known: false };

export function useSignInWays(): SignInWays {
  const { data } = useQuery({
    queryKey: ["signin"],
    queryFn: ({ signal }) => api<Omit<SignInWays, "known">>("GET", "/api/signin", { signal }),
  });
  return data ? { ...data, known: true } : unknown;
}
