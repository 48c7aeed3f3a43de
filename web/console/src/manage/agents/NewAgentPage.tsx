import { newId } from "@genkan/client/ids";
import type { Agent } from "@genkan/client/types";
import { Modal, PasswordInput, Radio, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useMemo, useRef, useState } from "react";
import { useLocation } from "wouter";
import { usePopups } from "../../popups/Popups";
import { api } from "../../session/api";
import { wordProblem } from "../../words/problems";
import { useSay } from "../../words/Words";
import { EditForm } from "../form/EditForm";
import { leave } from "../form/unsaved";
import { useForm } from "../form/useForm";
import { Page, Section } from "../Page";
import css from "../parts.module.css";
import { AvatarField } from "./AvatarField";
import { type AgentFields, checkNewAgent, newAgent, passwordLength, suggestedUserName, toCreate } from "./agentForm";
import { type Invitation, keepAgent } from "./agentQueries";
import { InvitationLink } from "./InvitationLink";
import { RightsFields } from "./RightsFields";
import { WorkFields } from "./WorkFields";

interface Made {
  agent: Agent;
  invitation?: Invitation;
}

export function NewAgentPage() {
  const say = useSay();
  const queries = useQueryClient();
  const { tell } = usePopups();
  const [, navigate] = useLocation();
  // One id for all tries: a repeat after a lost answer does not make a second person.
  const id = useMemo(() => newId(), []);
  const [avatar, setAvatar] = useState<File | null>(null);
  const [invitation, setInvitation] = useState<Invitation | null>(null);
  const [ownUserName, setOwnUserName] = useState(false);
  const made = useRef<Made | null>(null);
  const list = () => navigate("/manage/agents");

  const value = useMemo(newAgent, []);
  const form = useForm<AgentFields>({
    value,
    check: checkNewAgent,
    limits: { min: passwordLength },
    notice: null,
    async save(_changed, draft) {
      const answer = await api<Made>("POST", "/api/agents", { body: toCreate(id, draft) });
      made.current = answer;
      keepAgent(queries, answer.agent);
      if (avatar) await keepAvatar(answer.agent);
      return draft;
    },
    onSaved() {
      if (made.current?.invitation) return setInvitation(made.current.invitation);
      tell({ key: "saved", tone: "done", text: say("manage.agent_added", { name: draft.name }) });
      list();
    },
  });
  const { draft, change } = form;

  /** The person is made by now; a refused picture must not look like a refused person. */
  async function keepAvatar(agent: Agent) {
    try {
      keepAgent(queries, await api<Agent>("PUT", `/api/agents/${agent.id}/avatar`, { body: avatar }));
    } catch (problem) {
      tell({ tone: "refused", title: say("manage.avatar_not_kept"), text: wordProblem(say, problem) });
    }
  }

  function named(patch: Partial<AgentFields>) {
    const { name, email } = { ...draft, ...patch };
    change(ownUserName ? patch : { ...patch, userName: suggestedUserName(name, email) });
  }

  return (
    <Page
      title={say("manage.add_agent")}
      lead={say("manage.add_agent_lead")}
      back={{ to: "/manage/agents", words: say("manage.agents") }}
    >
      <EditForm form={form} saveWords={say("manage.add_agent")} onCancel={() => leave(list)}>
        <Section title={say("manage.person")}>
          <AvatarField
            name={draft.nickname || draft.name}
            src={null}
            chosen={avatar}
            onChoose={setAvatar}
            onRemove={() => setAvatar(null)}
          />
          <div className={css.pair}>
            <TextInput
              label={say("manage.name")}
              autoComplete="off"
              required
              maxLength={100}
              {...form.text("name")}
              onChange={(event) => named({ name: event.currentTarget.value })}
            />
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
            <TextInput
              label={say("manage.email")}
              type="email"
              autoComplete="off"
              required={draft.invite}
              {...form.text("email")}
              onChange={(event) => named({ email: event.currentTarget.value })}
            />
            <TextInput
              label={say("manage.user_name")}
              autoComplete="off"
              autoCapitalize="none"
              required
              {...form.text("userName")}
              onChange={(event) => {
                setOwnUserName(event.currentTarget.value !== "");
                change({ userName: event.currentTarget.value });
              }}
            />
          </div>
          <Radio.Group
            label={say("manage.password_by")}
            value={draft.invite ? "invite" : "password"}
            onChange={(by) => change({ invite: by === "invite" })}
          >
            <div className={css.ticks}>
              <Radio
                value="invite"
                label={say("manage.password_by_invite")}
                description={say("manage.password_by_invite_means")}
              />
              <Radio
                value="password"
                label={say("manage.password_by_admin")}
                description={say("manage.password_by_admin_means")}
              />
            </div>
          </Radio.Group>
          {!draft.invite && (
            <PasswordInput
              label={say("manage.password")}
              description={say("manage.password_means", { min: passwordLength })}
              autoComplete="new-password"
              required
              visibilityToggleButtonProps={{ "aria-label": say("console.show_password") }}
              {...form.text("password")}
            />
          )}
        </Section>
        <Section title={say("manage.work")} lead={say("manage.work_lead")}>
          <WorkFields draft={draft} change={change} error={form.error} />
        </Section>
        <Section title={say("manage.rights")} lead={say("manage.rights_lead")}>
          <RightsFields draft={draft} change={change} error={form.error} />
        </Section>
      </EditForm>
      <Modal
        opened={invitation !== null}
        onClose={list}
        title={say("manage.invitation_title", { name: draft.name })}
        closeButtonProps={{ "aria-label": say("console.close") }}
        closeOnClickOutside={false}
      >
        {invitation && <InvitationLink invitation={invitation} onDone={list} />}
      </Modal>
    </Page>
  );
}
