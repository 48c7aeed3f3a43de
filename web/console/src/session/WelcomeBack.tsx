import type { Session, Status } from "@genkan/client/types";
import { Button } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { StatusSelect } from "../status/StatusSelect";
import { codeOf, wordProblem } from "../words/problems";
import { useSay } from "../words/Words";
import { api } from "./api";
import { type Owed, owedOf, type Remembered } from "./entry";
import { Porch } from "./Porch";
import porch from "./Porch.module.css";
import { Refused } from "./Refused";

interface Props {
  person: Remembered;
  onSignedIn(session: Session): void;
  onOwed(owed: Owed): void;
  onAnother(): void;
}

/** This browser is remembered: one click, no password. */
export default function WelcomeBack({ person, onSignedIn, onOwed, onAnother }: Props) {
  const say = useSay();
  const [status, setStatus] = useState<Status | "">("");
  const [refusal, setRefusal] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);

  async function enter(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setRefusal(null);
    const wish = { ...(status && { status }), remember: true, automatic: person.automatic };
    try {
      onSignedIn(await api<Session>("POST", "/api/session/device", { body: status ? { status } : {} }));
    } catch (problem) {
      const owed = owedOf(problem, wish);
      if (owed) return onOwed(owed);
      setRefusal(problem);
      setBusy(false);
    }
  }

  async function forget() {
    await api("DELETE", "/api/session/device").catch(() => undefined);
    onAnother();
  }

  const gone = codeOf(refusal) === "device_unknown";
  return (
    <Porch
      title={say("console.welcome_back", { name: person.name })}
      lead={[person.organisation, person.email].filter(Boolean).join(" · ")}
    >
      <form className={porch.form} onSubmit={enter}>
        <StatusSelect none={say("console.signin_status_as_before")} value={status} onChange={setStatus} />
        <Refused words={refusal ? wordProblem(say, refusal) : null} />
        {!gone && (
          <Button type="submit" size="sm" loading={busy} autoFocus>
            {say("console.go_on")}
          </Button>
        )}
        <div className={porch.aside}>
          <Button type="button" size="compact-sm" variant="subtle" onClick={onAnother}>
            {say("console.sign_in_as_another")}
          </Button>
          <Button type="button" size="compact-sm" variant="subtle" color="gray" onClick={() => void forget()}>
            {say("console.forget_browser")}
          </Button>
        </div>
      </form>
    </Porch>
  );
}
