import type { Agent, Language } from "@genkan/client/types";
import { matches } from "../../frame/matches";

export type AgentOrder = "name" | "userName" | "email" | "role" | "status" | "createdAt";
export interface AgentView {
  search: string;
  order: AgentOrder;
  descending: boolean;
}

/** Every word of the search is somewhere in what names a person. */
export function agentsShown(agents: readonly Agent[], view: AgentView, language: Language): Agent[] {
  const namesOf = (agent: Agent) => [agent.name, agent.nickname, agent.userName, agent.email].filter(Boolean).join(" ");
  const found = agents.filter((agent) => matches(namesOf(agent), view.search, language));
  const compare = new Intl.Collator(language, { numeric: true, sensitivity: "base" }).compare;
  const by = (a: Agent, b: Agent) => first(a, b, view.order, compare) || compare(a.name, b.name);
  return found.sort((a, b) => (view.descending ? by(b, a) : by(a, b)));
}

const standing = (agent: Agent): number =>
  agent.disabled ? 6 : agent.invited ? 5 : ["online", "busy", "break", "away", "offline"].indexOf(agent.status);

function first(a: Agent, b: Agent, order: AgentOrder, compare: (a: string, b: string) => number): number {
  if (order === "createdAt") return a.createdAt - b.createdAt;
  if (order === "status") return standing(a) - standing(b);
  return compare(a[order] ?? "\uffff", b[order] ?? "\uffff");
}
