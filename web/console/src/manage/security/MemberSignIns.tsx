import type { Agent } from "@genkan/client/types";
import { Button } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../session/api";
import { useSay } from "../../words/Words";
import { AskOnce } from "../AskOnce";
import { SignedInList } from "../me/SignedInList";
import type { SignedInAt } from "../me/securityQueries";
import { Fetched, Section } from "../Page";
import css from "../parts.module.css";

interface SignIns {
  secondFactor: boolean;
  passkeys: number;
  mayReset: boolean;
  sessions: SignedInAt[];
  devices: SignedInAt[];
}

/** A member's sign-ins, for an admin: a lost telephone, a laptop left in the train. */
export function MemberSignIns({ agent }: { agent: Agent }) {
  const say = useSay();
  const query = useQuery({
    queryKey: ["manage", "security", agent.id],
    queryFn: ({ signal }) => api<SignIns>("GET", `/api/agents/${agent.id}/security`, { signal }),
  });
  return (
    <Section title={say("manage.member_security")}>
      <Fetched query={query}>{(signIns) => <Deeds agent={agent} signIns={signIns} />}</Fetched>
    </Section>
  );
}

function Deeds({ agent, signIns }: { agent: Agent; signIns: SignIns }) {
  const say = useSay();
  const queries = useQueryClient();
  const [asked, setAsked] = useState<"second-factor" | "sessions" | null>(null);
  const { secondFactor, passkeys, sessions, devices } = signIns;
  const holds = secondFactor || passkeys > 0;
  const signedIn = sessions.length + devices.length > 0;

  async function go() {
    await api("DELETE", `/api/agents/${agent.id}/${asked}`);
    await queries.invalidateQueries({ queryKey: ["manage", "security"] });
    setAsked(null);
  }

  return (
    <>
      <div className={css.danger}>
        <p className={css.soft}>
          {say(secondFactor ? "manage.member_has_second" : "manage.member_has_no_second")}
          {passkeys > 0 && ` ${say("manage.member_passkeys", { count: passkeys })}`}
        </p>
        {holds && signIns.mayReset && (
          <Button variant="default" onClick={() => setAsked("second-factor")}>
            {say("manage.member_reset")}
          </Button>
        )}
      </div>
      {signedIn ? (
        <>
          <SignedInList sessions={sessions} devices={devices} />
          <div className={css.row}>
            <Button variant="default" onClick={() => setAsked("sessions")}>
              {say("manage.member_end_sessions")}
            </Button>
          </div>
        </>
      ) : (
        <p className={css.soft}>{say("manage.member_not_signed_in")}</p>
      )}
      <AskOnce
        opened={asked !== null}
        title={say(asked === "sessions" ? "manage.member_end_sessions" : "manage.member_reset")}
        yes={say(asked === "sessions" ? "manage.member_end_sessions" : "manage.member_reset")}
        onYes={go}
        onNo={() => setAsked(null)}
      >
        {say(asked === "sessions" ? "manage.member_end_sessions_means" : "manage.member_reset_means", {
          name: agent.name,
        })}
      </AskOnce>
    </>
  );
}
