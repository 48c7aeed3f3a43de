import { Button, SegmentedControl, TextInput } from "@mantine/core";
import { useState } from "react";
import { Link } from "wouter";
import { wordProblem } from "../words/problems";
import { useSay } from "../words/Words";
import { api } from "./api";
import { PictureCode } from "./PictureCode";
import { Porch } from "./Porch";
import porch from "./Porch.module.css";
import { Refused } from "./Refused";
import { rememberedEmail } from "./rememberedEmail";
import { useSignInWays } from "./signInWays";
import { useDeed } from "./useDeed";
import { usePictureCode } from "./usePictureCode";

/** Asks for the mail address and the digits; what comes of it stands in the letter, never here. */
export default function Forgot() {
  const say = useSay();
  const ways = useSignInWays();
  const picture = usePictureCode();
  const [chosen, setChosen] = useState<"email" | "userName">("email");
  const by = ways.by === "both" ? chosen : ways.by;
  const [email, setEmail] = useState(rememberedEmail());
  const [organisation, setOrganisation] = useState("");
  const [userName, setUserName] = useState("");
  const [sent, setSent] = useState(false);
  const { busy, problem, wrong, submit } = useDeed(async () => {
    const who = by === "email" ? { email } : { userName, ...(organisation && { organisation }) };
    await api("POST", "/api/passwords/forgotten", { body: { ...who, ...picture.fields } });
    setSent(true);
  }, picture.renewAfter);

  if (sent) {
    return (
      <Porch title={say("console.forgot_sent_title")}>
        <div className={porch.form}>
          <p role="status">{say("console.forgot_sent_text")}</p>
          <Link href="/">{say("console.back_to_sign_in")}</Link>
        </div>
      </Porch>
    );
  }
  if (ways.known && !ways.reset) {
    return (
      <Porch title={say("console.forgot_title")}>
        <div className={porch.form}>
          <p role="status">{say("problem.mail_not_set_up")}</p>
          <Link href="/">{say("console.back_to_sign_in")}</Link>
        </div>
      </Porch>
    );
  }
  return (
    <Porch title={say("console.forgot_title")} lead={say("console.forgot_lead")}>
      <form className={porch.form} onSubmit={submit} noValidate>
        {ways.by === "both" && (
          <SegmentedControl
            size="xs"
            value={by}
            onChange={(value) => setChosen(value as typeof chosen)}
            data={[
              { value: "email", label: say("console.signin_by_email") },
              { value: "userName", label: say("console.signin_by_user_name") },
            ]}
          />
        )}
        {by === "email" ? (
          <TextInput
            label={say("console.email")}
            type="email"
            autoComplete="username"
            autoFocus
            required
            withAsterisk={false}
            value={email}
            error={wrong.email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
        ) : (
          <>
            <TextInput
              label={say("console.organisation_short_name")}
              autoComplete="organization"
              autoCapitalize="none"
              value={organisation}
              error={wrong.organisation}
              onChange={(event) => setOrganisation(event.currentTarget.value)}
            />
            <TextInput
              label={say("console.user_name")}
              autoComplete="username"
              autoCapitalize="none"
              required
              withAsterisk={false}
              value={userName}
              error={wrong.userName}
              onChange={(event) => setUserName(event.currentTarget.value)}
            />
          </>
        )}
        <PictureCode state={picture} error={wrong.code} />
        <Refused words={problem && Object.keys(wrong).length === 0 ? wordProblem(say, problem) : null} />
        <Button type="submit" size="sm" loading={busy}>
          {say("console.forgot_do")}
        </Button>
        <Link href="/">{say("console.back_to_sign_in")}</Link>
      </form>
    </Porch>
  );
}
