import type { Session } from "@genkan/client/types";
import { Button, PasswordInput, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { wordFields, wordProblem } from "../words/problems";
import { useWords } from "../words/Words";
import { api } from "./api";
import { Porch } from "./Porch";
import porch from "./Porch.module.css";
import { Refused } from "./Refused";

const empty = { code: "", organisation: "", name: "", email: "", password: "" };

export default function Setup({ onSignedIn }: { onSignedIn(session: Session): void }) {
  const { say, language } = useWords();
  const [fields, setFields] = useState(empty);
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const wrong = wordFields(problem);

  const field = (name: keyof typeof empty) => ({
    value: fields[name],
    error: wrong[name],
    required: true,
    withAsterisk: false,
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      setFields((before) => ({ ...before, [name]: value }));
    },
  });

  async function submit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      const body = { ...fields, code: fields.code.trim(), language };
      onSignedIn(await api<Session>("POST", "/api/setup", { body }));
    } catch (refused) {
      setProblem(refused);
      setBusy(false);
    }
  }

  return (
    <Porch title={say("console.setup_title")} lead={say("console.setup_lead")}>
      <form className={porch.form} onSubmit={submit}>
        <TextInput
          label={say("console.setup_code")}
          description={say("console.setup_code_where")}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus
          {...field("code")}
        />
        <TextInput
          label={say("console.organisation")}
          description={say("console.setup_organisation_hint")}
          autoComplete="organization"
          {...field("organisation")}
        />
        <TextInput label={say("console.your_name")} autoComplete="name" {...field("name")} />
        <TextInput label={say("console.email")} type="email" autoComplete="username" {...field("email")} />
        <PasswordInput
          label={say("console.password")}
          description={say("console.password_hint")}
          autoComplete="new-password"
          visibilityToggleButtonProps={{ "aria-label": say("console.show_password") }}
          {...field("password")}
        />
        <Refused words={problem ? wordProblem(say, problem) : null} />
        <Button type="submit" size="sm" loading={busy}>
          {say("console.setup_do")}
        </Button>
      </form>
    </Porch>
  );
}
