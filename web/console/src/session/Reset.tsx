import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { Loading } from "../look/Loading";
import { wordProblem } from "../words/problems";
import { useSay } from "../words/Words";
import { api } from "./api";
import { NewPassword } from "./NewPassword";
import { Porch } from "./Porch";
import porch from "./Porch.module.css";
import { Refused } from "./Refused";
import { useDeed } from "./useDeed";

/** Behind the link of the letter. The token stands behind the #, so that it reaches no server log and no referrer. */
export default function Reset({ onSignedOut }: { onSignedOut(): void }) {
  const say = useSay();
  const [token] = useState(() => location.hash.slice(1));
  // Known here, above what is fetched: signing out forgets all that was, and asked again the spent link would say it is not good.
  const [done, setDone] = useState(false);
  const person = useQuery({
    queryKey: ["reset", token],
    queryFn: () => api<{ name: string; signInName: string }>("POST", "/api/passwords/look", { body: { token } }),
    staleTime: Number.POSITIVE_INFINITY,
    enabled: !done,
  });

  if (done) return <Done />;
  if (person.isPending) return <Loading />;
  if (person.isError) {
    return (
      <Porch title={say("console.reset_invalid_title")}>
        <div className={porch.form}>
          <Refused words={wordProblem(say, person.error)} />
          <Link href="/forgot">{say("console.forgot_again")}</Link>
        </div>
      </Porch>
    );
  }
  return (
    <ResetForm
      token={token}
      person={person.data}
      onDone={() => {
        setDone(true);
        // Also whoever was signed in here is not any more.
        onSignedOut();
      }}
    />
  );
}

function Done() {
  const say = useSay();
  return (
    <Porch title={say("console.reset_done_title")}>
      <div className={porch.form}>
        <p role="status">{say("console.reset_done_text")}</p>
        <Button component={Link} href="/" size="sm">
          {say("console.sign_in")}
        </Button>
      </div>
    </Porch>
  );
}

interface FormProps {
  token: string;
  person: { name: string; signInName: string };
  onDone(): void;
}

function ResetForm({ token, person, onDone }: FormProps) {
  const say = useSay();
  const [password, setPassword] = useState("");
  const { busy, problem, wrong, submit } = useDeed(async () => {
    await api("POST", "/api/passwords/reset", { body: { token, password } });
    onDone();
  });

  return (
    <Porch title={say("console.reset_title")} lead={say("console.reset_lead", { name: person.name })}>
      <form className={porch.form} onSubmit={submit} noValidate>
        <input type="hidden" name="username" autoComplete="username" value={person.signInName} readOnly />
        <NewPassword
          label={say("console.new_password")}
          autoFocus
          required
          withAsterisk={false}
          value={password}
          error={wrong.password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Refused words={problem && !wrong.password ? wordProblem(say, problem) : null} />
        <Button type="submit" size="sm" loading={busy}>
          {say("console.reset_do")}
        </Button>
      </form>
    </Porch>
  );
}
