import { Switch } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../session/api";
import { wordProblem } from "../../words/problems";
import { useSay } from "../../words/Words";
import { Fetched, Page, Section } from "../Page";
import css from "../parts.module.css";
import { fetchMail, fetchSettings, type Mail, mailKey, settingsKey } from "./installationQueries";
import { MailState } from "./MailState";
import { StuckLetters } from "./StuckLetters";
import { TryMail } from "./TryMail";

/** What concerns the whole server: its mail, and who may come. */
export default function InstallationPage() {
  const say = useSay();
  const mail = useQuery({ queryKey: mailKey, queryFn: ({ signal }) => fetchMail(signal) });
  return (
    <Page title={say("manage.installation")} lead={say("manage.installation_lead")}>
      <Fetched query={mail}>
        {(answer) => (
          <div className={css.stack}>
            <Section title={say("manage.mail")} lead={say("manage.mail_lead")}>
              <MailState mail={answer} />
              {answer.state === "ready" && <TryMail />}
            </Section>
            <StuckLetters />
            <Registration mail={answer} />
          </div>
        )}
      </Fetched>
    </Page>
  );
}

function Registration({ mail }: { mail: Mail }) {
  const say = useSay();
  const queries = useQueryClient();
  const settings = useQuery({ queryKey: settingsKey, queryFn: ({ signal }) => fetchSettings(signal) });
  const [problem, setProblem] = useState<unknown>(null);

  async function change(registration: boolean) {
    setProblem(null);
    try {
      queries.setQueryData(
        settingsKey,
        await api<{ registration: boolean }>("PATCH", "/api/installation", { body: { registration } }),
      );
      void queries.invalidateQueries({ queryKey: ["signin"] });
    } catch (refused) {
      setProblem(refused);
    }
  }

  return (
    <Section title={say("manage.registration")}>
      <Fetched query={settings}>
        {({ registration }) => (
          <Switch
            label={say("manage.registration_open")}
            description={say("manage.registration_open_means")}
            checked={registration}
            onChange={(event) => void change(event.currentTarget.checked)}
          />
        )}
      </Fetched>
      {settings.data?.registration && mail.state !== "ready" && (
        <p className={css.wrong}>{say("manage.registration_needs_mail")}</p>
      )}
      <span role="alert" className={css.wrong}>
        {problem ? wordProblem(say, problem) : null}
      </span>
    </Section>
  );
}
