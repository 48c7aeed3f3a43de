import { Button } from "@mantine/core";
import { useState } from "react";
import { CopyField } from "../manage/CopyField";
import { wordProblem } from "../words/problems";
import { useSay } from "../words/Words";
import css from "./AuthenticatorSetUp.module.css";
import { CodeField } from "./CodeField";
import { Refused } from "./Refused";
import { useDeed } from "./useDeed";

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
  const { busy, problem, wrong, submit } = useDeed(
    () => onCode(code),
    () => {
      setCode("");
      return false;
    },
  );

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
      <CodeField value={code} error={wrong.code} onChange={setCode} />
      <Refused words={problem && !wrong.code ? wordProblem(say, problem) : null} />
      <Button type="submit" size="sm" loading={busy}>
        {say("console.setup_second_do")}
      </Button>
    </form>
  );
}

const grouped = (secret: string): string => secret.replace(/(.{4})(?=.)/g, "$1 ");
