import { ApiError } from "@genkan/client/http";
import type { Session, Status } from "@genkan/client/types";
import { Button, Checkbox, PasswordInput, SegmentedControl, Select, TextInput } from "@mantine/core";
import { type FormEvent, useRef, useState } from "react";
import { Link } from "wouter";
import { StatusSelect } from "../status/StatusSelect";
import { wordProblem } from "../words/problems";
import { useSay } from "../words/Words";
import { api } from "./api";
import { type Owed, owedOf, type Wish } from "./entry";
import { PasskeyButton } from "./PasskeyButton";
import { Porch } from "./Porch";
import porch from "./Porch.module.css";
import { Refused } from "./Refused";
import { forgetEmail, rememberEmail, rememberedEmail } from "./rememberedEmail";
import { useSignInWays } from "./signInWays";

type By = "email" | "userName";
const empty = { email: "", organisation: "", userName: "", password: "" };

interface Props {
  onSignedIn(session: Session): void;
  onOwed(owed: Owed): void;
}

export function SignIn({ onSignedIn, onOwed }: Props) {
  const say = useSay();
  const ways = useSignInWays();
  const [chosen, setBy] = useState<By>("email");
  const by = ways.by === "both" ? chosen : ways.by;
  const [fields, setFields] = useState({ ...empty, email: rememberedEmail() });
  const [remember, setRemember] = useState(rememberedEmail() !== "");
  const [stay, setStay] = useState<{ remember: boolean; automatic: boolean }>({ remember: false, automatic: false });
  const [status, setStatus] = useState<Status | "">("");
  const [organisations, setOrganisations] = useState<{ slug: string; name: string }[]>([]);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const first = useRef<HTMLInputElement>(null);

  const field = (name: keyof typeof empty) => ({
    value: fields[name],
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      setFields((before) => ({ ...before, [name]: value }));
    },
  });

  async function submit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setRefusal(null);
    try {
      const session = await api<Session>("POST", "/api/session", { body: credentials() });
      if (by === "email" && remember) rememberEmail(fields.email);
      else forgetEmail();
      onSignedIn(session);
    } catch (problem) {
      const owed = owedOf(problem, wish());
      if (owed) return onOwed(owed);
      const several = problem instanceof ApiError && problem.problem.code === "choose_organisation";
      if (several) setOrganisations(organisationsOf(problem));
      setRefusal(wordProblem(say, problem));
      setBusy(false);
    }
  }

  function credentials() {
    const common = { password: fields.password, ...wish() };
    if (by === "userName") return { organisation: fields.organisation, userName: fields.userName, ...common };
    return {
      email: fields.email,
      ...common,
      ...(organisations.length > 0 && fields.organisation && { organisation: fields.organisation }),
    };
  }

  const wish = (): Wish => ({
    ...(status && { status }),
    ...(stay.remember && { remember: true }),
    ...(stay.automatic && { automatic: true }),
  });

  function reset() {
    setFields(empty);
    setOrganisations([]);
    setRefusal(null);
    first.current?.focus();
  }

  return (
    <Porch title={say("console.signin_title")} lead={say("console.signin_lead")}>
      <form className={porch.form} onSubmit={submit}>
        {ways.by === "both" && (
          <SegmentedControl
            size="xs"
            value={by}
            onChange={(value) => setBy(value as By)}
            data={[
              { value: "email", label: say("console.signin_by_email") },
              { value: "userName", label: say("console.signin_by_user_name") },
            ]}
          />
        )}
        {by === "email" ? (
          <TextInput
            ref={first}
            label={say("console.email")}
            type="email"
            autoComplete="username"
            autoFocus={fields.email === ""}
            required
            withAsterisk={false}
            {...field("email")}
          />
        ) : (
          <>
            <TextInput
              ref={first}
              label={say("console.organisation_short_name")}
              autoComplete="organization"
              autoCapitalize="none"
              required
              withAsterisk={false}
              {...field("organisation")}
            />
            <TextInput
              label={say("console.user_name")}
              autoComplete="username"
              autoCapitalize="none"
              required
              withAsterisk={false}
              {...field("userName")}
            />
          </>
        )}
        {by === "email" && organisations.length > 0 && (
          <Select
            label={say("console.organisation")}
            data={organisations.map(({ slug, name }) => ({ value: slug, label: name }))}
            value={fields.organisation || null}
            onChange={(value) => setFields((before) => ({ ...before, organisation: value ?? "" }))}
            required
            withAsterisk={false}
          />
        )}
        <PasswordInput
          label={say("console.password")}
          autoComplete="current-password"
          autoFocus={fields.email !== "" && by === "email"}
          required
          withAsterisk={false}
          visibilityToggleButtonProps={{ "aria-label": say("console.show_password") }}
          {...field("password")}
        />
        <StatusSelect none={say("console.signin_status_default")} value={status} onChange={setStatus} />
        {by === "email" && (
          <Checkbox
            label={say("console.remember_email")}
            checked={remember}
            onChange={(event) => setRemember(event.currentTarget.checked)}
          />
        )}
        <Checkbox
          label={say("console.remember_me")}
          checked={stay.remember}
          onChange={(event) =>
            setStay({ remember: event.currentTarget.checked, automatic: event.currentTarget.checked && stay.automatic })
          }
        />
        <Checkbox
          label={say("console.sign_in_automatically")}
          checked={stay.automatic}
          onChange={(event) =>
            setStay({ remember: event.currentTarget.checked || stay.remember, automatic: event.currentTarget.checked })
          }
        />
        <Refused words={refusal} />
        <div className={porch.actions}>
          <Button type="submit" size="sm" loading={busy}>
            {say("console.sign_in")}
          </Button>
          <Button type="button" size="sm" variant="default" onClick={reset}>
            {say("console.reset")}
          </Button>
        </div>
        <Link href="/forgot">{say("console.forgot_link")}</Link>
        {ways.registration && (
          <p className={porch.lead}>
            {say("console.register_ask")} <Link href="/register">{say("console.register_link")}</Link>
          </p>
        )}
      </form>
      <PasskeyButton wish={wish()} onSignedIn={onSignedIn} />
    </Porch>
  );
}

function organisationsOf(problem: ApiError): { slug: string; name: string }[] {
  const { organisations } = problem.problem as { organisations?: { slug: string; name: string }[] };
  return organisations ?? [];
}
