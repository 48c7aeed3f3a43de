import { Button, Modal } from "@mantine/core";
import { useState } from "react";
import { AuthenticatorSetUp, type NewFactor } from "../../session/AuthenticatorSetUp";
import { api } from "../../session/api";
import { RecoveryCodes } from "../../session/RecoveryCodes";
import { Refused } from "../../session/Refused";
import { wordProblem } from "../../words/problems";
import { dayLine } from "../../words/times";
import { useWords } from "../../words/Words";
import { AskOnce } from "../AskOnce";
import { Section } from "../Page";
import css from "../parts.module.css";
import { useProof } from "./Proof";
import { type Security, useLookAgain } from "./securityQueries";

type Step = { is: "nothing" } | { is: "setUp"; factor: NewFactor } | { is: "codes"; codes: string[] };

/** Fewer than this, and it is time for new ones. */
const fewCodes = 3;

export function SecondFactor({ factor }: { factor: Security["secondFactor"] }) {
  const { say } = useWords();
  const lookAgain = useLookAgain();
  const prove = useProof();
  const [step, setStep] = useState<Step>({ is: "nothing" });
  const [refusal, setRefusal] = useState<string | null>(null);

  async function attempt(deed: () => Promise<void>) {
    setRefusal(null);
    try {
      await deed();
    } catch (problem) {
      setRefusal(wordProblem(say, problem));
    }
  }

  const begin = () =>
    attempt(async () => {
      const begun = await prove(() => api<NewFactor>("POST", "/api/me/second-factor"));
      if (begun) setStep({ is: "setUp", factor: begun });
    });

  async function confirm(code: string) {
    const body = { code };
    const done = await prove(() => api<{ recoveryCodes: string[] }>("POST", "/api/me/second-factor/confirm", { body }));
    if (done) setStep({ is: "codes", codes: done.recoveryCodes });
    await lookAgain();
  }

  const renew = () =>
    attempt(async () => {
      const done = await prove(() => api<{ recoveryCodes: string[] }>("POST", "/api/me/recovery-codes"));
      if (done) setStep({ is: "codes", codes: done.recoveryCodes });
      await lookAgain();
    });

  return (
    <Section title={say("manage.second_factor")} lead={say("manage.second_factor_lead")}>
      {factor.on ? <On factor={factor} onRenew={renew} /> : <Off required={factor.required} onBegin={begin} />}
      <Refused words={refusal} />
      <Modal
        opened={step.is !== "nothing"}
        onClose={() => setStep({ is: "nothing" })}
        title={say(step.is === "codes" ? "console.recovery_codes" : "manage.second_factor")}
        closeButtonProps={{ "aria-label": say("console.close") }}
        closeOnClickOutside={false}
      >
        {step.is === "setUp" && <AuthenticatorSetUp factor={step.factor} onCode={confirm} />}
        {step.is === "codes" && (
          <div className={css.ask}>
            <p className={css.soft}>{say("console.recovery_codes_lead")}</p>
            <RecoveryCodes codes={step.codes} />
            <div className={css.askButtons}>
              <Button onClick={() => setStep({ is: "nothing" })}>{say("console.recovery_codes_kept")}</Button>
            </div>
          </div>
        )}
      </Modal>
    </Section>
  );
}

function Off({ required, onBegin }: { required: boolean; onBegin(): void }) {
  const { say } = useWords();
  return (
    <div className={css.danger}>
      <p className={css.soft}>{say(required ? "manage.second_factor_off_required" : "manage.second_factor_off")}</p>
      <Button onClick={onBegin}>{say("manage.second_factor_set_up")}</Button>
    </div>
  );
}

function On({ factor, onRenew }: { factor: Security["secondFactor"]; onRenew(): void }) {
  const { say, language } = useWords();
  const lookAgain = useLookAgain();
  const prove = useProof();
  const [asked, setAsked] = useState(false);
  const left = factor.recoveryCodesLeft;

  async function turnOff() {
    await prove(() => api("DELETE", "/api/me/second-factor"));
    setAsked(false);
    await lookAgain();
  }

  return (
    <>
      <div className={css.danger}>
        <p>
          {say("manage.second_factor_on", { day: dayLine(factor.since ?? 0, language) })}
          {factor.required && <span className={css.soft}> {say("manage.second_factor_required")}</span>}
        </p>
        {!factor.required && (
          <Button variant="outline" color="vermilion" onClick={() => setAsked(true)}>
            {say("manage.second_factor_turn_off")}
          </Button>
        )}
      </div>
      <div className={css.danger}>
        <p className={left < fewCodes ? css.wrong : css.soft}>{say("manage.recovery_left", { count: left })}</p>
        <Button variant="default" onClick={onRenew}>
          {say("manage.recovery_renew")}
        </Button>
      </div>
      <AskOnce
        opened={asked}
        title={say("manage.second_factor_turn_off_title")}
        yes={say("manage.second_factor_turn_off")}
        onYes={turnOff}
        onNo={() => setAsked(false)}
      >
        {say("manage.second_factor_turn_off_means")}
      </AskOnce>
    </>
  );
}
