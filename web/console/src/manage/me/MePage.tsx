import { languages } from "@genkan/client/languages";
import type { Agent, Language, Session } from "@genkan/client/types";
import { Select, TextInput } from "@mantine/core";
import { useMemo } from "react";
import { Link, useLocation } from "wouter";
import { api } from "../../session/api";
import { useMe } from "../../session/SessionProvider";
import { useSay, useWords } from "../../words/Words";
import { AvatarField } from "../agents/AvatarField";
import { EditForm } from "../form/EditForm";
import { useForm } from "../form/useForm";
import { Page, Section } from "../Page";
import css from "../parts.module.css";
import { ApiKeys } from "./ApiKeys";
import { SecurityPage } from "./SecurityPage";

export default function MePage() {
  const say = useSay();
  const [location] = useLocation();
  const isSecurity = location === "/me/security";
  return (
    <div className={css.room}>
      <Page
        title={say(isSecurity ? "manage.security" : "console.me")}
        lead={say(isSecurity ? "manage.security_lead" : "manage.me_lead")}
      >
        <nav className={css.leaves} aria-label={say("console.me")}>
          <Leaf to="/me" words={say("manage.profile")} current={!isSecurity} />
          <Leaf to="/me/security" words={say("manage.security")} current={isSecurity} />
        </nav>
        {isSecurity ? (
          <SecurityPage />
        ) : (
          <div className={css.stack}>
            <Profile />
            <ApiKeys />
          </div>
        )}
      </Page>
    </div>
  );
}

const Leaf = ({ to, words, current }: { to: string; words: string; current: boolean }) => (
  <Link className={css.leaf} href={to} aria-current={current ? "page" : undefined}>
    {words}
  </Link>
);

interface ProfileFields {
  name: string;
  nickname: string;
  language: Language;
}

function Profile() {
  const me = useMe();
  const { say, language, speak } = useWords();
  const { agent } = me.session;
  const spoken = me.session.language ?? language;
  const value = useMemo<ProfileFields>(
    () => ({ name: agent.name, nickname: agent.nickname ?? "", language: spoken }),
    [agent.name, agent.nickname, spoken],
  );
  const form = useForm<ProfileFields>({
    value,
    async save(changed) {
      const session = await api<Session>("PATCH", "/api/me", { body: changed });
      me.replace(session);
      if (changed.language) speak(changed.language);
      return {
        name: session.agent.name,
        nickname: session.agent.nickname ?? "",
        language: session.language ?? spoken,
      };
    },
  });
  const keepFace = (changed: Agent) => me.replace({ ...me.session, agent: { ...agent, avatar: changed.avatar } });

  return (
    <EditForm form={form}>
      <Section title={say("manage.person")}>
        <AvatarField
          name={form.draft.nickname || form.draft.name}
          src={agent.avatar}
          onChoose={async (file) => keepFace(await api<Agent>("PUT", "/api/me/avatar", { body: file }))}
          onRemove={async () => {
            await api("DELETE", "/api/me/avatar");
            keepFace({ ...agent, avatar: null });
          }}
        />
        <div className={css.pair}>
          <TextInput label={say("manage.name")} autoComplete="name" required maxLength={100} {...form.text("name")} />
          <TextInput
            label={say("manage.nickname")}
            description={say("manage.nickname_means")}
            inputWrapperOrder={["label", "input", "description", "error"]}
            autoComplete="nickname"
            maxLength={100}
            {...form.text("nickname")}
          />
        </div>
        <Select
          label={say("manage.language")}
          allowDeselect={false}
          value={form.draft.language}
          error={form.error("language")}
          onChange={(chosen) => form.change({ language: chosen as Language })}
          data={languages.map((one) => ({ value: one, label: say(`languageName.${one}`) }))}
        />
        <dl className={css.facts}>
          <div>
            <dt>{say("manage.user_name")}</dt>
            <dd translate="no">{agent.userName}</dd>
          </div>
          {agent.email && (
            <div>
              <dt>{say("manage.email")}</dt>
              <dd translate="no">{agent.email}</dd>
            </div>
          )}
          <div>
            <dt>{say("manage.role")}</dt>
            <dd>{say(`manage.role_${agent.role}`)}</dd>
          </div>
        </dl>
      </Section>
    </EditForm>
  );
}
