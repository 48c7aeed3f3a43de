import type { Session } from "@genkan/client/types";
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Loading } from "../look/Loading";
import { wordProblem } from "../words/problems";
import { useSay } from "../words/Words";
import { AuthenticatorSetUp, type NewFactor } from "./AuthenticatorSetUp";
import { api } from "./api";
import { Porch } from "./Porch";
import porch from "./Porch.module.css";
import { RecoveryCodes } from "./RecoveryCodes";
import { Refused } from "./Refused";

interface Props {
  ticket: string;
  onSignedIn(session: Session): void;
  onBack(): void;
}

/** The organisation wants a second factor of everybody: it is set up before one comes in. */
export function SetUpAtTheDoor({ ticket, onSignedIn, onBack }: Props) {
  const say = useSay();
  const [entered, setEntered] = useState<{ session: Session; recoveryCodes: string[] } | null>(null);
  const factor = useQuery({
    queryKey: ["second-step", ticket],
    queryFn: () => api<NewFactor>("POST", "/api/session/second/setup", { body: { ticket } }),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });

  if (entered) {
    return (
      <Porch title={say("console.recovery_codes")} lead={say("console.recovery_codes_lead")}>
        <div className={porch.form}>
          <RecoveryCodes codes={entered.recoveryCodes} />
          <Button size="sm" onClick={() => onSignedIn(entered.session)}>
            {say("console.recovery_codes_kept")}
          </Button>
        </div>
      </Porch>
    );
  }
  if (factor.isPending) return <Loading />;
  return (
    <Porch title={say("console.setup_second_title")} lead={say("console.setup_second_lead")}>
      <div className={porch.form}>
        {factor.isError ? (
          <Refused words={wordProblem(say, factor.error)} />
        ) : (
          <AuthenticatorSetUp
            factor={factor.data}
            onCode={async (code) =>
              setEntered(await api("POST", "/api/session/second/confirm", { body: { ticket, code } }))
            }
          />
        )}
      </div>
      <div className={porch.aside}>
        <Button type="button" size="compact-sm" variant="subtle" color="gray" onClick={onBack}>
          {say("console.back_to_sign_in")}
        </Button>
      </div>
    </Porch>
  );
}
