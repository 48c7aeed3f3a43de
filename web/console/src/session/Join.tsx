import type { Session } from "@genkan/client/types";
import { Button, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useLocation } from "wouter";
import { Loading } from "../look/Loading";
import { wordProblem } from "../words/problems";
import { useSay } from "../words/Words";
import { api } from "./api";
import { type Owed, owedOf } from "./entry";
import { NewPassword } from "./NewPassword";
import { Porch } from "./Porch";
import porch from "./Porch.module.css";
import { Refused } from "./Refused";
import SecondStep from "./SecondStep";
import { useDeed } from "./useDeed";

interface Invitation {
  organisation: string;
  name: string;
  email: string;
}

/** The token stands behind the #, so that it reaches no server log and no referrer. */
export default function Join({ onSignedIn }: { onSignedIn(session: Session): void }) {
  const say = useSay();
  const [token] = useState(() => location.hash.slice(1));
  const invitation = useQuery({
    queryKey: ["invitation", token],
    queryFn: () => api<Invitation>("POST", "/api/invitations/look", { body: { token } }),
    staleTime: Number.POSITIVE_INFINITY,
  });

  if (invitation.isPending) return <Loading />;
  if (invitation.isError) {
    return (
      <Porch title={say("console.join_invalid_title")}>
        <div className={porch.form}>
          <Refused words={wordProblem(say, invitation.error)} />
        </div>
      </Porch>
    );
  }
  return <JoinForm token={token} invitation={invitation.data} onSignedIn={onSignedIn} />;
}

interface FormProps {
  token: string;
  invitation: Invitation;
  onSignedIn(session: Session): void;
}

function JoinForm({ token, invitation, onSignedIn }: FormProps) {
  const say = useSay();
  const [, navigate] = useLocation();
  const [name, setName] = useState(invitation.name);
  const [password, setPassword] = useState("");
  const [owed, setOwed] = useState<Owed | null>(null);
  const { busy, problem, wrong, submit } = useDeed(
    async () => {
      const session = await api<Session>("POST", "/api/invitations/accept", { body: { token, name, password } });
      navigate("/", { replace: true });
      onSignedIn(session);
    },
    (refused) => {
      const second = owedOf(refused, {});
      if (second) setOwed(second);
      return second !== null;
    },
  );

  if (owed) {
    return (
      <SecondStep
        owed={owed}
        onSignedIn={(session) => {
          navigate("/", { replace: true });
          onSignedIn(session);
        }}
        onBack={() => navigate("/", { replace: true })}
      />
    );
  }
  return (
    <Porch
      title={say("console.join_title", { organisation: invitation.organisation })}
      lead={say("console.join_lead", { email: invitation.email })}
    >
      <form className={porch.form} onSubmit={submit}>
        <input type="hidden" name="username" autoComplete="username" value={invitation.email} readOnly />
        <TextInput
          label={say("console.your_name")}
          autoComplete="name"
          value={name}
          error={wrong.name}
          required
          withAsterisk={false}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <NewPassword
          label={say("console.new_password")}
          autoFocus
          required
          withAsterisk={false}
          value={password}
          error={wrong.password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Refused words={problem ? wordProblem(say, problem) : null} />
        <Button type="submit" size="sm" loading={busy}>
          {say("console.join_do")}
        </Button>
      </form>
    </Porch>
  );
}
