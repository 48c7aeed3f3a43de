import type { Agent } from "@genkan/client/types";
import { Switch } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "wouter";
import { api } from "../../session/api";
import { useMe } from "../../session/SessionProvider";
import { useSay } from "../../words/Words";
import { useAgents } from "../agents/agentQueries";
import { EditForm } from "../form/EditForm";
import { useForm } from "../form/useForm";
import { Fetched, Page, Section } from "../Page";
import css from "../parts.module.css";

interface Settings {
  secondFactorRequired: boolean;
}

interface MemberSecurity {
  agent: string;
  secondFactor: boolean;
  passkeys: number;
  sessions: number;
}

const key = ["manage", "security"] as const;

/** What the organisation asks of everybody's sign-in, and who meets it. */
export default function SignInSecurityPage() {
  const say = useSay();
  const { can } = useMe();
  const query = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => api<Settings>("GET", "/api/settings/security", { signal }),
  });
  return (
    <Page title={say("manage.sign_in_security")} lead={say("manage.sign_in_security_lead")}>
      <div className={css.stack}>
        <Fetched query={query}>{(settings) => <Rules settings={settings} />}</Fetched>
        {can("agents.manage") && <Members />}
      </div>
    </Page>
  );
}

function Rules({ settings }: { settings: Settings }) {
  const say = useSay();
  const queries = useQueryClient();
  const form = useForm<Settings>({
    value: settings,
    async save(_changed, draft) {
      const kept = await api<Settings>("PUT", "/api/settings/security", { body: draft });
      queries.setQueryData(key, kept);
      return kept;
    },
  });
  return (
    <EditForm form={form}>
      <Section title={say("manage.second_factor")}>
        <Switch
          label={say("manage.second_factor_for_all")}
          description={say("manage.second_factor_for_all_means")}
          {...form.tick("secondFactorRequired")}
        />
      </Section>
    </EditForm>
  );
}

function Members() {
  const say = useSay();
  const agents = useAgents();
  const members = useQuery({
    queryKey: ["manage", "security", "members"],
    queryFn: ({ signal }) =>
      api<{ items: MemberSecurity[] }>("GET", "/api/security/members", { signal }).then(({ items }) => items),
  });
  return (
    <Section title={say("manage.security_members")} lead={say("manage.security_members_lead")}>
      <Fetched query={agents}>
        {(all) => <Fetched query={members}>{(list) => <MemberTable agents={all} members={list} />}</Fetched>}
      </Fetched>
    </Section>
  );
}

function MemberTable({ agents, members }: { agents: Agent[]; members: MemberSecurity[] }) {
  const say = useSay();
  const byAgent = new Map(members.map((one) => [one.agent, one]));
  return (
    <table className={css.table} aria-label={say("manage.security_members")}>
      <thead>
        <tr>
          <th scope="col">{say("manage.name")}</th>
          <th scope="col">{say("manage.second_factor")}</th>
          <th scope="col" className={`${css.number} ${css.onlyWide}`}>
            {say("manage.passkeys")}
          </th>
          <th scope="col" className={`${css.number} ${css.onlyWide}`}>
            {say("manage.sessions_short")}
          </th>
        </tr>
      </thead>
      <tbody>
        {agents.map((agent) => {
          const member = byAgent.get(agent.id);
          return (
            <tr key={agent.id} className={css.opens}>
              <td>
                <Link className={css.rowLink} href={`/manage/agents/${agent.id}`} dir="auto">
                  {agent.name}
                </Link>
              </td>
              <td className={css.short}>{stateOf(member)}</td>
              <td className={`${css.number} ${css.onlyWide}`}>{member?.passkeys ?? 0}</td>
              <td className={`${css.number} ${css.onlyWide}`}>{member?.sessions ?? 0}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );

  function stateOf(member: MemberSecurity | undefined): string {
    if (member?.secondFactor) return say("manage.second_factor_has");
    return say(member?.passkeys ? "manage.second_factor_passkey" : "manage.second_factor_none");
  }
}
