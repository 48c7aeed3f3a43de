import { Button, PasswordInput, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { Link } from "wouter";
import { wordFields, wordProblem } from "../words/problems";
import { useWords } from "../words/Words";
import { api } from "./api";
import { PictureCode } from "./PictureCode";
import { Porch } from "./Porch";
import porch from "./Porch.module.css";
import { Refused } from "./Refused";
import { useSignInWays } from "./signInWays";
import { usePictureCode } from "./usePictureCode";

const empty = { organisation: "", name: "", email: "", password: "" };

/** An organisation registers itself; nothing exists until the mailed link is confirmed. */
export default function Register() {
  const { say, language } = useWords();
  const ways = useSignInWays();
  const picture = usePictureCode();
  const [fields, setFields] = useState(empty);
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const [sent, setSent] = useState(false);
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
      await api("POST", "/api/registrations", { body: { ...fields, language, ...picture.fields } });
      setSent(true);
    } catch (refused) {
      setProblem(refused);
      // What was wrong elsewhere has not used the picture up, but the digits are asked for again either way.
      if (wordFields(refused).code) void picture.renew();
    } finally {
      setBusy(false);
    }
  }

  if (sent) {
    return (
      <Porch title={say("console.register_sent_title")}>
        <div className={porch.form}>
          <p role="status">{say("console.register_sent_text", { email: fields.email })}</p>
        </div>
      </Porch>
    );
  }
  if (ways.known && !ways.registration) {
    return (
      <Porch title={say("console.register_title")}>
        <div className={porch.form}>
          <p role="status">{say("problem.registration_closed")}</p>
          <Link href="/">{say("console.back_to_sign_in")}</Link>
        </div>
      </Porch>
    );
  }
  return (
    <Porch title={say("console.register_title")} lead={say("console.register_lead")}>
      <form className={porch.form} onSubmit={submit} noValidate>
        <TextInput
          label={say("console.organisation")}
          autoComplete="organization"
          maxLength={100}
          autoFocus
          {...field("organisation")}
        />
        <TextInput label={say("console.your_name")} autoComplete="name" maxLength={100} {...field("name")} />
        <TextInput label={say("console.email")} type="email" autoComplete="username" {...field("email")} />
        <PasswordInput
          label={say("console.password")}
          description={say("console.password_hint")}
          autoComplete="new-password"
          visibilityToggleButtonProps={{ "aria-label": say("console.show_password") }}
          {...field("password")}
        />
        <PictureCode state={picture} error={wrong.code} />
        <Refused words={problem && Object.keys(wrong).length === 0 ? wordProblem(say, problem) : null} />
        <Button type="submit" size="sm" loading={busy}>
          {say("console.register_do")}
        </Button>
        <Link href="/">{say("console.back_to_sign_in")}</Link>
      </form>
    </Porch>
  );
}
