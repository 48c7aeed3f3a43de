import { ApiError } from "@genkan/client/http";
import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { IconKey } from "../../look/icons";
import { api } from "../../session/api";
import { hasPasskeys, makePasskey } from "../../session/passkeys";
import { Refused } from "../../session/Refused";
import { wordProblem } from "../../words/problems";
import { when } from "../../words/times";
import { useWords } from "../../words/Words";
import { AskOnce } from "../AskOnce";
import { Section } from "../Page";
import css from "../parts.module.css";
import { useProof } from "./Proof";
import { type Passkey, useLookAgain } from "./securityQueries";

export function Passkeys({ passkeys }: { passkeys: Passkey[] }) {
  const { say } = useWords();
  return (
    <Section title={say("manage.passkeys")} lead={say("manage.passkeys_lead")}>
      {hasPasskeys() ? <AddPasskey /> : <p className={css.soft}>{say("manage.passkeys_not_here")}</p>}
      {passkeys.length > 0 && (
        <ul className={css.lines}>
          {passkeys.map((one) => (
            <PasskeyRow key={one.id} passkey={one} />
          ))}
        </ul>
      )}
    </Section>
  );
}

function AddPasskey() {
  const { say } = useWords();
  const lookAgain = useLookAgain();
  const prove = useProof();
  const [name, setName] = useState("");
  const [refusal, setRefusal] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  async function add(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setRefusal(null);
    try {
      const answer = await prove(() => makePasskey("/api/me/passkeys/options"));
      if (answer) {
        const body = { ...answer, name: name.trim() || say("manage.passkey") };
        await prove(() => api("POST", "/api/me/passkeys", { body }));
        setName("");
        await lookAgain();
      }
    } catch (problem) {
      setRefusal(wordsOf(problem));
    } finally {
      setBusy(false);
    }
  }

  function wordsOf(problem: unknown): string {
    // The device says that it holds a passkey of this account already.
    if (problem instanceof DOMException && problem.name === "InvalidStateError") return say("manage.passkey_there");
    return problem instanceof ApiError ? wordProblem(say, problem) : say("problem.passkey_refused");
  }

  return (
    <>
      <form className={css.inline} onSubmit={(event) => void add(event)} noValidate>
        <TextInput
          label={say("manage.passkey_name")}
          placeholder={say("manage.passkey_name_example")}
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" size="sm" loading={busy} leftSection={<IconKey size={16} />}>
          {say("manage.passkey_add")}
        </Button>
      </form>
      <Refused words={refusal} />
    </>
  );
}

function PasskeyRow({ passkey }: { passkey: Passkey }) {
  const { say, language } = useWords();
  const lookAgain = useLookAgain();
  const prove = useProof();
  const [name, setName] = useState<string | null>(null);
  const [asked, setAsked] = useState(false);
  const now = Date.now();

  async function rename(event: FormEvent) {
    event.preventDefault();
    const wanted = name?.trim();
    if (wanted) await api("PATCH", `/api/me/passkeys/${passkey.id}`, { body: { name: wanted } });
    await lookAgain();
    setName(null);
  }

  async function remove() {
    await prove(() => api("DELETE", `/api/me/passkeys/${passkey.id}`));
    setAsked(false);
    await lookAgain();
  }

  if (name !== null) {
    return (
      <li>
        <form className={css.inline} onSubmit={(event) => void rename(event)}>
          <TextInput
            aria-label={say("manage.passkey_name")}
            autoFocus
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button type="submit" variant="default">
            {say("manage.save")}
          </Button>
        </form>
      </li>
    );
  }
  return (
    <li>
      <span dir="auto">{passkey.name}</span>
      <span className={css.soft}>
        {passkey.usedAt
          ? say("manage.passkey_used", { when: when(passkey.usedAt, language, now) })
          : say("manage.passkey_made", { when: when(passkey.createdAt, language, now) })}
      </span>
      <span className={css.row}>
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          aria-label={say("manage.passkey_rename_named", { name: passkey.name })}
          onClick={() => setName(passkey.name)}
        >
          {say("manage.rename")}
        </Button>
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          aria-label={say("manage.passkey_remove_named", { name: passkey.name })}
          onClick={() => setAsked(true)}
        >
          {say("manage.remove")}
        </Button>
      </span>
      <AskOnce
        opened={asked}
        title={say("manage.passkey_remove_named", { name: passkey.name })}
        yes={say("manage.remove")}
        onYes={remove}
        onNo={() => setAsked(false)}
      >
        {say("manage.passkey_remove_means")}
      </AskOnce>
    </li>
  );
}
