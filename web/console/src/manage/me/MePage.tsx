import { languages } from "@genkan/client/languages";
import type { Agent, Language, Session } from "@genkan/client/types";
import { Button, PasswordInput, Select, TextInput } from "@mantine/core";
import { useMemo } from "react";
import { api } from "../../session/api";
import { useMe } from "../../session/SessionProvider";
import { useSay, useWords } from "../../words/Words";
import { AvatarField } from "../agents/AvatarField";
import { passwordLength } from "../agents/agentForm";
import { EditForm } from "../form/EditForm";
import { useForm } from "../form/useForm";
import { Page, Section } from "../Page";
import css from "../parts.module.css";
import { ApiKeys } from "./ApiKeys";
import { checkPassword, type PasswordFields } from "./password";

export default function MePage() {
  const say = useSay();
  return (
    <div className={css.room}>
      <Page title={say("console.me")} lead={say("manage.me_lead")}>
        <div className={css.stack}>
          <Profile />
          <Password />
          <ApiKeys />
        </div>
      </Page>
    </div>
  );
}

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

const noPassword: PasswordFields = { current: "", password: "" };

function Password() {
  const say = useSay();
  const form = useForm<PasswordFields>({
    value: noPassword,
    check: checkPassword,
    limits: { min: passwordLength },
    notice: say("manage.password_changed"),
    async save(_changed, draft) {
      await api("PUT", "/api/me/password", { body: draft });
      return noPassword;
    },
  });
  // Password managers look for the name beside the password.
  const { agent } = useMe().session;
  return (
    <form
      ref={form.element}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void form.submit();
      }}
    >
      <Section title={say("manage.password_change")}>
        <input
          type="text"
          name="username"
          autoComplete="username"
          value={agent.email ?? agent.userName}
          readOnly
          hidden
        />
        <div className={css.pair}>
          <PasswordInput
            label={say("manage.password_current")}
            autoComplete="current-password"
            visibilityToggleButtonProps={{ "aria-label": say("console.show_password") }}
            {...form.text("current")}
          />
          <PasswordInput
            label={say("manage.new_password")}
            description={say("manage.password_means", { min: passwordLength })}
            inputWrapperOrder={["label", "input", "description", "error"]}
            autoComplete="new-password"
            visibilityToggleButtonProps={{ "aria-label": say("console.show_password") }}
            {...form.text("password")}
          />
        </div>
        <div className={css.row}>
          <Button type="submit" loading={form.saving} disabled={!form.changed}>
            {say("manage.password_change")}
          </Button>
          <span role="alert" className={css.wrong}>
            {form.refusal}
          </span>
        </div>
      </Section>
    </form>
  );
}
