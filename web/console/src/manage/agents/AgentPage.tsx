import type { Agent, Session } from "@genkan/client/types";
import { Button, Modal, PasswordInput, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { api } from "../../session/api";
import { Refused } from "../../session/Refused";
import { useMe } from "../../session/SessionProvider";
import { wordProblem } from "../../words/problems";
import { useSay } from "../../words/Words";
import { Deleting } from "../Deleting";
import { EditForm } from "../form/EditForm";
import { useForm } from "../form/useForm";
import { Fetched, Page, Section } from "../Page";
import css from "../parts.module.css";
import { MemberSignIns } from "../security/MemberSignIns";
import { AvatarField } from "./AvatarField";
import { type AgentFields, fieldsOf, passwordLength, toPatch } from "./agentForm";
import { dropAgent, type Invitation, keepAgent, useAgent } from "./agentQueries";
import { InvitationLink } from "./InvitationLink";
import { Presence } from "./Presence";
import { RightsFields } from "./RightsFields";
import { WorkFields } from "./WorkFields";

export function AgentPage({ id }: { id: string }) {
  const say = useSay();
  const query = useAgent(id);
  return (
    <Page title={query.data?.name ?? say("manage.agent")} back={{ to: "/manage/agents", words: say("manage.agents") }}>
      <Fetched query={query}>
        {(agent) => (
          <div className={css.stack}>
            <AgentForm agent={agent} />
            <MemberSignIns agent={agent} />
            <Presence agent={agent} />
            <Leaving agent={agent} />
          </div>
        )}
      </Fetched>
    </Page>
  );
}

function AgentForm({ agent }: { agent: Agent }) {
  const say = useSay();
  const keep = useKeep(agent.id);
  const value = useMemo(() => fieldsOf(agent), [agent]);
  const form = useForm<AgentFields>({
    value,
    limits: { min: passwordLength },
    async save(changed) {
      return fieldsOf(await keep(await api<Agent>("PATCH", `/api/agents/${agent.id}`, { body: toPatch(changed) })));
    },
  });
  const { draft, change } = form;
  const avatar = `/api/agents/${agent.id}/avatar`;

  return (
    <EditForm form={form}>
      <Section title={say("manage.person")}>
        <AvatarField
          name={draft.nickname || draft.name}
          src={agent.avatar}
          onChoose={async (file) => void (await keep(await api<Agent>("PUT", avatar, { body: file })))}
          onRemove={async () => void (await keep(await api<Agent>("DELETE", avatar)))}
        />
        <div className={css.pair}>
          <TextInput label={say("manage.name")} autoComplete="off" required maxLength={100} {...form.text("name")} />
          <TextInput
            label={say("manage.nickname")}
            description={say("manage.nickname_means")}
            inputWrapperOrder={["label", "input", "description", "error"]}
            autoComplete="off"
            maxLength={100}
            {...form.text("nickname")}
          />
        </div>
      </Section>
      <Section title={say("manage.sign_in")}>
        <div className={css.pair}>
          <TextInput label={say("manage.email")} type="email" autoComplete="off" {...form.text("email")} />
          <TextInput
            label={say("manage.user_name")}
            autoComplete="off"
            autoCapitalize="none"
            required
            {...form.text("userName")}
          />
        </div>
        <PasswordInput
          label={say("manage.new_password")}
          description={say("manage.new_password_means", { min: passwordLength })}
          autoComplete="new-password"
          visibilityToggleButtonProps={{ "aria-label": say("console.show_password") }}
          {...form.text("password")}
        />
        {agent.invited && <FreshInvitation agent={agent} />}
      </Section>
      <Section title={say("manage.work")} lead={say("manage.work_lead")}>
        <WorkFields draft={draft} change={change} error={form.error} />
      </Section>
      <Section title={say("manage.rights")} lead={say("manage.rights_lead")}>
        <RightsFields draft={draft} change={change} error={form.error} />
      </Section>
    </EditForm>
  );
}

/** Takes an answer into the lists; who changed the own rights gets the session that goes with them. */
function useKeep(id: string) {
  const queries = useQueryClient();
  const me = useMe();
  return async (agent: Agent): Promise<Agent> => {
    keepAgent(queries, agent);
    if (id === me.session.agent.id) me.replace(await api<Session>("GET", "/api/session"));
    return agent;
  };
}

function FreshInvitation({ agent }: { agent: Agent }) {
  const say = useSay();
  const [invitation, setInvitation] = useState<Invitation | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);

  async function fetchLink() {
    setRefusal(null);
    try {
      const answer = await api<{ invitation: Invitation } | Invitation>("POST", `/api/agents/${agent.id}/invitation`);
      setInvitation("invitation" in answer ? answer.invitation : answer);
    } catch (problem) {
      setRefusal(wordProblem(say, problem));
    }
  }

  return (
    <>
      <div className={css.danger}>
        <p className={css.soft}>{say("manage.invited_text", { name: agent.name })}</p>
        <Button variant="default" onClick={() => void fetchLink()}>
          {say("manage.invitation_again")}
        </Button>
      </div>
      <Refused words={refusal} />
      <Modal
        opened={invitation !== null}
        onClose={() => setInvitation(null)}
        title={say("manage.invitation_title", { name: agent.name })}
        closeButtonProps={{ "aria-label": say("console.close") }}
        closeOnClickOutside={false}
      >
        {invitation && <InvitationLink invitation={invitation} onDone={() => setInvitation(null)} />}
      </Modal>
    </>
  );
}

function Leaving({ agent }: { agent: Agent }) {
  const say = useSay();
  const queries = useQueryClient();
  const me = useMe();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);

  // Nobody locks the door from inside and throws the key out.
  if (agent.id === me.session.agent.id) return null;

  async function disable(disabled: boolean) {
    setBusy(true);
    setRefusal(null);
    try {
      keepAgent(queries, await api<Agent>("PATCH", `/api/agents/${agent.id}`, { body: { disabled } }));
    } catch (problem) {
      setRefusal(wordProblem(say, problem));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Section title={say("manage.leaving")}>
      <div className={css.danger}>
        <p className={css.soft}>{say(agent.disabled ? "manage.enable_means" : "manage.disable_means")}</p>
        <Button variant="default" loading={busy} onClick={() => void disable(!agent.disabled)}>
          {say(agent.disabled ? "manage.enable" : "manage.disable")}
        </Button>
      </div>
      <Refused words={refusal} />
      <Deleting
        path={`/api/agents/${agent.id}`}
        list="/manage/agents"
        words={{
          button: say("manage.delete_agent"),
          means: say("manage.delete_agent_means"),
          title: say("manage.delete_agent_title", { name: agent.name }),
          done: say("manage.agent_deleted", { name: agent.name }),
        }}
        onDeleted={() => dropAgent(queries, agent.id)}
      />
    </Section>
  );
}
