import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { CopyField } from "../manage/CopyField";
import { wordFields, wordProblem } from "../words/problems";
import { useSay } from "../words/Words";
import css from "./AuthenticatorSetUp.module.css";
import { Refused } from "./Refused";

/** What the server shows once. */
export interface NewFactor {
  secret: string;
  address: string;
  qr: { size: number; path: string };
}

/** The QR code, the secret for those who cannot scan, and the first code that proves it worked. */
export function AuthenticatorSetUp({ factor, onCode }: { factor: NewFactor; onCode(code: string): Promise<void> }) {
  const say = useSay();
  const [code, setCode] = useState("");
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const wrong = wordFields(problem).code;

  async function submit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      await onCode(code);
    } catch (refused) {
      setProblem(refused);
      setCode("");
    } finally {
      setBusy(false);
    }
  }

  return (
    <form className={css.setUp} onSubmit={submit}>
      <ol className={css.steps}>
        <li>{say("console.setup_second_scan")}</li>
        <li>{say("console.setup_second_type")}</li>
      </ol>
      <svg
        className={css.qr}
        viewBox={`0 0 ${factor.qr.size} ${factor.qr.size}`}
        role="img"
        aria-label={say("console.setup_second_qr")}
        shapeRendering="crispEdges"
      >
        <path d={factor.qr.path} />
      </svg>
      <CopyField label={say("console.setup_second_secret")} value={grouped(factor.secret)} />
      <TextInput
        label={say("console.code")}
        description={say("console.code_hint")}
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={12}
        required
        withAsterisk={false}
        value={code}
        error={wrong}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <Refused words={problem && !wrong ? wordProblem(say, problem) : null} />
      <Button type="submit" size="sm" loading={busy}>
        {say("console.setup_second_do")}
      </Button>
    </form>
  );
}

const grouped = (secret: string): string => secret.replace(/(.{4})(?=.)/g, "$1 ");
