import { Button } from "@mantine/core";
import { useState } from "react";
import { api } from "../../session/api";
import { useWords } from "../../words/Words";
import { AskOnce } from "../AskOnce";
import { Section } from "../Page";
import css from "../parts.module.css";
import { SignedInList } from "./SignedInList";
import { type SignedInAt, useLookAgain } from "./securityQueries";

/** Where one is signed in, and which browsers are remembered. */
export function MySessions({ sessions, devices }: { sessions: SignedInAt[]; devices: SignedInAt[] }) {
  const { say } = useWords();
  const lookAgain = useLookAgain();
  const [asked, setAsked] = useState(false);
  const others = sessions.length + devices.length > 1;

  return (
    <Section title={say("manage.sessions")} lead={say("manage.sessions_lead")}>
      <SignedInList
        sessions={sessions}
        devices={devices}
        onEnd={async (one, isDevice) => {
          await api("DELETE", `/api/me/${isDevice ? "devices" : "sessions"}/${one.id}`);
          await lookAgain();
        }}
      />
      {others && (
        <div className={css.row}>
          <Button variant="outline" color="vermilion" onClick={() => setAsked(true)}>
            {say("manage.sessions_end_others")}
          </Button>
        </div>
      )}
      <AskOnce
        opened={asked}
        title={say("manage.sessions_end_others_title")}
        yes={say("manage.sessions_end_others")}
        onYes={async () => {
          await api("DELETE", "/api/me/sessions");
          await lookAgain();
          setAsked(false);
        }}
        onNo={() => setAsked(false)}
      >
        {say("manage.sessions_end_others_means")}
      </AskOnce>
    </Section>
  );
}
