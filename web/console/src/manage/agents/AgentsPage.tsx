import type { Agent } from "@genkan/client/types";
import { Button, TextInput } from "@mantine/core";
import { useDeferredValue, useMemo, useState } from "react";
import { Link } from "wouter";
import { useDeskState } from "../../conversations/DeskProvider";
import { IconChevronDown, IconPlus, IconSearch } from "../../look/icons";
import { StatusDot } from "../../status/StatusDot";
import { useStatusWords } from "../../status/useStatuses";
import { useWords } from "../../words/Words";
import { byOrder } from "../departments/departmentRows";
import { Face } from "../Face";
import { Empty, Fetched, Page } from "../Page";
import css from "../parts.module.css";
import { type AgentOrder, type AgentView, agentsShown } from "./agentList";
import { useAgents } from "./agentQueries";

/** Enough for every house we know; more rows come on request, so that a thousand people do not slow the page. */
const rowsAtOnce = 200;

export function AgentsPage() {
  const { say } = useWords();
  const query = useAgents();
  return (
    <Page
      wide
      title={say("manage.agents")}
      lead={say("manage.agents_lead")}
      action={
        <Button component={Link} href="/manage/agents/new" size="sm" leftSection={<IconPlus size={16} />}>
          {say("manage.add_agent")}
        </Button>
      }
    >
      <Fetched query={query}>{(agents) => <AgentTable agents={agents} />}</Fetched>
    </Page>
  );
}

function AgentTable({ agents }: { agents: Agent[] }) {
  const { say, language } = useWords();
  const [view, setView] = useState<AgentView>({ search: "", order: "name", descending: false });
  const [rows, setRows] = useState(rowsAtOnce);
  const settled = useDeferredValue(view);
  const shown = useMemo(() => agentsShown(agents, settled, language), [agents, settled, language]);

  const sortBy = (order: AgentOrder) =>
    setView((before) => ({ ...before, order, descending: before.order === order && !before.descending }));
  const column = { view, sortBy };

  return (
    <>
      <search className={css.tools}>
        <TextInput
          className={css.search}
          type="search"
          aria-label={say("manage.agents_search")}
          placeholder={say("manage.agents_search")}
          leftSection={<IconSearch size={16} aria-hidden="true" />}
          value={view.search}
          onChange={(event) => setView({ ...view, search: event.currentTarget.value })}
        />
        <span className={css.soft} role="status">
          {say("manage.agents_count", { count: shown.length })}
        </span>
      </search>
      {shown.length === 0 ? (
        <Empty title={say("manage.nothing_found")} text={say("manage.nothing_found_text")} />
      ) : (
        <div className={css.sheet}>
          <table className={css.table} aria-label={say("manage.agents")}>
            <thead>
              <tr>
                <Column order="name" words={say("manage.name")} {...column} />
                <Column order="userName" words={say("manage.user_name")} wide {...column} />
                <Column order="email" words={say("manage.email")} wide {...column} />
                <Column order="role" words={say("manage.role")} wide {...column} />
                <th scope="col" className={css.onlyWide}>
                  {say("manage.departments")}
                </th>
                <Column order="status" words={say("manage.status")} {...column} />
              </tr>
            </thead>
            <tbody>
              {shown.slice(0, rows).map((agent) => (
                <AgentRow key={agent.id} agent={agent} />
              ))}
            </tbody>
          </table>
          {shown.length > rows && (
            <div className={css.more}>
              <Button variant="default" onClick={() => setRows(rows + rowsAtOnce)}>
                {say("manage.show_more")}
              </Button>
            </div>
          )}
        </div>
      )}
    </>
  );
}

interface ColumnProps {
  order: AgentOrder;
  words: string;
  wide?: boolean;
  view: AgentView;
  sortBy(order: AgentOrder): void;
}

function Column({ order, words, wide, view, sortBy }: ColumnProps) {
  const current = view.order === order;
  return (
    <th
      scope="col"
      className={wide ? css.onlyWide : undefined}
      {...(current && { "aria-sort": view.descending ? "descending" : "ascending" })}
    >
      <button type="button" className={css.sort} onClick={() => sortBy(order)}>
        {words}
        {current && (
          <IconChevronDown size={14} aria-hidden="true" style={view.descending ? undefined : { rotate: "180deg" }} />
        )}
      </button>
    </th>
  );
}

function AgentRow({ agent }: { agent: Agent }) {
  const { say } = useWords();
  return (
    <tr className={css.opens}>
      <td>
        <div className={css.person}>
          <Face name={agent.nickname ?? agent.name} src={agent.avatar} />
          <div className={css.personWords}>
            <Link className={css.rowLink} href={`/manage/agents/${agent.id}`} dir="auto">
              {agent.name}
            </Link>
            {agent.nickname && agent.nickname !== agent.name && (
              <div className={css.soft} dir="auto">
                {agent.nickname}
              </div>
            )}
          </div>
        </div>
      </td>
      <td className={`${css.onlyWide} ${css.any}`} translate="no">
        {agent.userName}
      </td>
      <td className={`${css.onlyWide} ${css.any}`} translate="no">
        {agent.email}
      </td>
      <td className={`${css.onlyWide} ${css.short}`}>{say(`manage.role_${agent.role}`)}</td>
      <td className={`${css.onlyWide} ${css.any}`} dir="auto">
        <Departments of={agent} />
      </td>
      <td>
        <AgentStanding agent={agent} />
      </td>
    </tr>
  );
}

/** In their order, as everywhere. */
function Departments({ of: { departments } }: { of: Agent }) {
  const { departments: all } = useDeskState();
  return departments
    .flatMap((id) => all[id] ?? [])
    .sort(byOrder)
    .map(({ name }) => name)
    .join(", ");
}

export function AgentStanding({ agent }: { agent: Agent }) {
  const { say } = useWords();
  const wordsOf = useStatusWords();
  if (agent.disabled) return <span className={`${css.soft} ${css.short}`}>{say("manage.disabled")}</span>;
  if (agent.invited) return <span className={`${css.soft} ${css.short}`}>{say("manage.invited")}</span>;
  return (
    <span className={css.state}>
      <StatusDot status={agent.status} />
      {wordsOf(agent.status)}
    </span>
  );
}
