import { Button } from "@mantine/core";
import { useState } from "react";
import { Link } from "wouter";
import { wordProblem } from "../words/problems";
import { useWords } from "../words/Words";
import { api } from "./api";
import { FounderFields } from "./FounderFields";
import { PictureCode } from "./PictureCode";
import { Porch } from "./Porch";
import porch from "./Porch.module.css";
import { Refused } from "./Refused";
import { useSignInWays } from "./signInWays";
import { useDeed, useFields } from "./useDeed";
import { usePictureCode } from "./usePictureCode";

const empty = { organisation: "", name: "", email: "", password: "" };

/** An organisation registers itself; nothing exists until the mailed link is confirmed. */
export default function Register() {
  const { say, language } = useWords();
  const ways = useSignInWays();
  const picture = usePictureCode();
  const { fields, field } = useFields(empty);
  const [sent, setSent] = useState(false);
  const { busy, problem, wrong, submit } = useDeed(async () => {
    await api("POST", "/api/registrations", { body: { ...fields, language, ...picture.fields } });
    setSent(true);
  }, picture.renewAfter);

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
        <FounderFields field={(name) => field(name, wrong)} autoFocus />
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
