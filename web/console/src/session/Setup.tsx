import type { Session } from "@genkan/client/types";
import { Button, TextInput } from "@mantine/core";
import { wordProblem } from "../words/problems";
import { useWords } from "../words/Words";
import { api } from "./api";
import { FounderFields } from "./FounderFields";
import { Porch } from "./Porch";
import porch from "./Porch.module.css";
import { Refused } from "./Refused";
import { useDeed, useFields } from "./useDeed";

const empty = { code: "", organisation: "", name: "", email: "", password: "" };

export default function Setup({ onSignedIn }: { onSignedIn(session: Session): void }) {
  const { say, language } = useWords();
  const { fields, field } = useFields(empty);
  const { busy, problem, wrong, submit } = useDeed(async () => {
    const body = { ...fields, code: fields.code.trim(), language };
    onSignedIn(await api<Session>("POST", "/api/setup", { body }));
  });

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
          {...field("code", wrong)}
        />
        <FounderFields field={(name) => field(name, wrong)} hint={say("console.setup_organisation_hint")} />
        <Refused words={problem ? wordProblem(say, problem) : null} />
        <Button type="submit" size="sm" loading={busy}>
          {say("console.setup_do")}
        </Button>
      </form>
    </Porch>
  );
}
