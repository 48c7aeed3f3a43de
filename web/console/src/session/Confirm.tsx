import { newId } from "@genkan/client/ids";
import type { Session } from "@genkan/client/types";
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useLocation } from "wouter";
import { Loading } from "../look/Loading";
import { wordProblem } from "../words/problems";
import { useSay } from "../words/Words";
import { api } from "./api";
import { Porch } from "./Porch";
import porch from "./Porch.module.css";
import { Refused } from "./Refused";
import { useDeed } from "./useDeed";

interface Registered {
  organisation: string;
  email: string;
}

/** Behind the link of the letter: one press founds the organisation, with a first site whose embed code is shown at once. */
export default function Confirm({ onSignedIn }: { onSignedIn(session: Session): void }) {
  const say = useSay();
  const [, navigate] = useLocation();
  const [token] = useState(() => location.hash.slice(1));
  const registered = useQuery({
    queryKey: ["registration", token],
    queryFn: () => api<Registered>("POST", "/api/registrations/look", { body: { token } }),
    staleTime: Number.POSITIVE_INFINITY,
  });

  const { busy, problem, submit } = useDeed(async () => {
    const session = await api<Session>("POST", "/api/registrations/confirm", { body: { token } });
    const site = newId();
    try {
      await api("POST", "/api/sites", { body: { id: site, name: session.organisation.name } });
      navigate(`/manage/sites/${site}`, { replace: true });
    } catch {
      // The organisation is there; the first site can be added by hand.
      navigate("/manage/sites", { replace: true });
    }
    onSignedIn(session);
  });

  if (registered.isPending) return <Loading />;
  if (registered.isError) {
    return (
      <Porch title={say("console.confirm_invalid_title")}>
        <div className={porch.form}>
          <Refused words={wordProblem(say, registered.error)} />
          <Link href="/">{say("console.back_to_sign_in")}</Link>
        </div>
      </Porch>
    );
  }
  return (
    <Porch
      title={say("console.confirm_title", { organisation: registered.data.organisation })}
      lead={say("console.confirm_lead", { email: registered.data.email })}
    >
      <div className={porch.form}>
        <Refused words={problem ? wordProblem(say, problem) : null} />
        <Button size="sm" loading={busy} onClick={() => void submit()}>
          {say("console.confirm_do")}
        </Button>
      </div>
    </Porch>
  );
}
