import { ApiError } from "@genkan/client/http";
import type { Session } from "@genkan/client/types";
import { useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useCallback, useEffect, useState } from "react";
import { Redirect, useLocation } from "wouter";
import { Frame } from "../frame/Frame";
import { Loading } from "../look/Loading";
import { useSay } from "../words/Words";
import { api } from "./api";
import { enterBySelf, whoIsRemembered } from "./entry";
import { Porch } from "./Porch";
import { SessionProvider } from "./SessionProvider";
import { SignInDoor } from "./SignInDoor";

const Setup = lazy(() => import("./Setup"));
const Join = lazy(() => import("./Join"));
const Forgot = lazy(() => import("./Forgot"));
const Reset = lazy(() => import("./Reset"));
const Register = lazy(() => import("./Register"));
const Confirm = lazy(() => import("./Confirm"));

type Standing = { is: "asking" | "unreachable" | "signedOut" | "newHouse" } | { is: "signedIn"; session: Session };

/** Who stands at the door: nobody yet, a stranger, the first of the house, or one of us. */
export function Gate() {
  const [standing, setStanding] = useState<Standing>({ is: "asking" });
  const [location] = useLocation();
  const queries = useQueryClient();

  const ask = useCallback(() => void askStanding().then(setStanding), []);
  useEffect(ask, [ask]);

  useEffect(() => {
    if (standing.is !== "unreachable") return;
    const again = setTimeout(ask, 3000);
    return () => clearTimeout(again);
  }, [standing, ask]);

  const change = useCallback(
    (session: Session | null) => {
      // Another person must not see what was fetched for the one before.
      if (!session) queries.clear();
      setStanding(session ? { is: "signedIn", session } : { is: "signedOut" });
    },
    [queries],
  );

  if (location === "/join") return <Later part={<Join onSignedIn={change} />} />;
  if (location === "/reset") return <Later part={<Reset onSignedOut={() => change(null)} />} />;
  if (location === "/confirm") return <Later part={<Confirm onSignedIn={change} />} />;
  switch (standing.is) {
    case "asking":
      return <Loading />;
    case "unreachable":
      return <Unreachable />;
    case "newHouse":
      return location === "/setup" ? <Later part={<Setup onSignedIn={change} />} /> : <Redirect to="/setup" replace />;
    case "signedOut":
      if (location === "/setup") return <Redirect to="/" replace />;
      if (location === "/forgot") return <Later part={<Forgot />} />;
      if (location === "/register") return <Later part={<Register />} />;
      return <SignInDoor onSignedIn={change} />;
    case "signedIn":
      if (["/setup", "/forgot", "/register"].includes(location)) return <Redirect to="/" replace />;
      return (
        <SessionProvider key={standing.session.agent.id} session={standing.session} onChange={change}>
          <Frame />
        </SessionProvider>
      );
  }
}

const Later = ({ part }: { part: React.ReactNode }) => <Suspense fallback={<Loading />}>{part}</Suspense>;

function Unreachable() {
  const say = useSay();
  return (
    <Porch title={say("console.unreachable_title")}>
      <p role="status">{say("console.unreachable_text")}</p>
    </Porch>
  );
}

async function askStanding(): Promise<Standing> {
  try {
    return { is: "signedIn", session: await api<Session>("GET", "/api/session") };
  } catch (problem) {
    if (!(problem instanceof ApiError) || problem.status !== 401) return { is: "unreachable" };
  }
  try {
    const { needed } = await api<{ needed: boolean }>("GET", "/api/setup");
    if (needed) return { is: "newHouse" };
    const session = (await whoIsRemembered())?.automatic ? await enterBySelf() : null;
    return session ? { is: "signedIn", session } : { is: "signedOut" };
  } catch {
    return { is: "unreachable" };
  }
}
