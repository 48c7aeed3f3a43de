import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { api } from "../../session/api";
import { useMe } from "../../session/SessionProvider";
import { wordFields, wordProblem } from "../../words/problems";
import { useSay } from "../../words/Words";
import css from "../parts.module.css";
import type { Trial } from "./installationQueries";

/** One letter at once; what the server says stands below. */
export function TryMail() {
  const say = useSay();
  const me = useMe();
  const [to, setTo] = useState(me.session.agent.email ?? "");
  const [busy, setBusy] = useState(false);
  const [trial, setTrial] = useState<Trial | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const wrong = wordFields(problem);

  async function send(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setTrial(null);
    setProblem(null);
    try {
      setTrial(await api<Trial>("POST", "/api/mail/test", { body: { to } }));
    } catch (refused) {
      setProblem(refused);
    } finally {
      setBusy(false);
    }
  }

  return (
    <form className={css.stack} onSubmit={(event) => void send(event)} noValidate>
      <div className={css.inline}>
        <TextInput
          label={say("manage.mail_test_to")}
          type="email"
          autoComplete="email"
          value={to}
          error={wrong.to}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" size="sm" loading={busy}>
          {say("manage.mail_test_do")}
        </Button>
      </div>
      <div role="status">
        {trial?.sent && <p>{say("manage.mail_test_sent")}</p>}
        {trial && !trial.sent && (
          <p className={css.wrong}>
            {say(`manage.mail_why_${trial.why}`)} {trial.reply && <code translate="no">{trial.reply}</code>}
          </p>
        )}
        {problem && !wrong.to ? <p className={css.wrong}>{wordProblem(say, problem)}</p> : null}
      </div>
    </form>
  );
}
