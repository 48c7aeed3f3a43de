import type { Session } from "@genkan/client/types";
import { Button } from "@mantine/core";
import { useState } from "react";
import { wordProblem } from "../words/problems";
import { useSay } from "../words/Words";
import { api } from "./api";
import { CodeField } from "./CodeField";
import type { Owed } from "./entry";
import { PasskeyButton } from "./PasskeyButton";
import { Porch } from "./Porch";
import porch from "./Porch.module.css";
import { Refused } from "./Refused";
import { SetUpAtTheDoor } from "./SetUpAtTheDoor";
import { useDeed } from "./useDeed";

interface Props {
  owed: Owed;
  onSignedIn(session: Session): void;
  onBack(): void;
}

/** After the password: a code of the app, a recovery code, or a passkey. */
export default function SecondStep({ owed, onSignedIn, onBack }: Props) {
  const say = useSay();
  if (owed.setUp) return <SetUpAtTheDoor ticket={owed.ticket ?? ""} onSignedIn={onSignedIn} onBack={onBack} />;
  const byCode = owed.methods.includes("code");
  return (
    <Porch
      title={say("console.second_title")}
      lead={say(byCode ? "console.second_lead" : "console.second_passkey_lead")}
    >
      {byCode && <CodeForm owed={owed} onSignedIn={onSignedIn} />}
      {owed.methods.includes("passkey") && <PasskeyButton wish={owed.wish} onSignedIn={onSignedIn} />}
      <div className={porch.aside}>
        <Button type="button" size="compact-sm" variant="subtle" color="gray" onClick={onBack}>
          {say("console.back_to_sign_in")}
        </Button>
      </div>
    </Porch>
  );
}

function CodeForm({ owed, onSignedIn }: Omit<Props, "onBack">) {
  const say = useSay();
  const [byRecovery, setByRecovery] = useState(false);
  const [code, setCode] = useState("");
  const { busy, problem, wrong, submit, forget } = useDeed(
    async () => onSignedIn(await api<Session>("POST", "/api/session/second", { body: { ticket: owed.ticket, code } })),
    () => {
      setCode("");
      return false;
    },
  );

  function change() {
    setByRecovery(!byRecovery);
    setCode("");
    forget();
  }

  return (
    <form className={porch.form} onSubmit={submit}>
      <CodeField byRecovery={byRecovery} autoFocus value={code} error={wrong.code} onChange={setCode} />
      <Refused words={problem && !wrong.code ? wordProblem(say, problem) : null} />
      <Button type="submit" size="sm" loading={busy}>
        {say("console.go_on")}
      </Button>
      <Button type="button" size="compact-sm" variant="subtle" onClick={change}>
        {say(byRecovery ? "console.use_app_code" : "console.use_recovery_code")}
      </Button>
    </form>
  );
}
