import type { AgentBrief, Id } from "@genkan/client/types";
import type { DeskState } from "./deskState";

export interface Receiver {
  agent: AgentBrief;
  /** Conversations held now (TR-06). */
  held: number;
  /** Do transfers reach this colleague now? */
  takes: boolean;
}

export interface TransferGroup {
  /** Absent: those in no department. */
  department?: { id: Id; name: string };
  receivers: Receiver[];
}

/** The colleagues signed in now, by name; never oneself. */
export function receiversOf(state: DeskState, language: string): Receiver[] {
  const order = new Intl.Collator(language);
  return Object.values(state.colleagues)
    .flatMap(({ agent: id, held, transfer }) => {
      const agent = state.agents[id];
      return agent && id !== state.me && !agent.removed && !agent.disabled ? [{ agent, held, takes: transfer }] : [];
    })
    .sort((a, b) => order.compare(a.agent.name, b.agent.name));
}

/** TR-03: by department in their order (AD-18), who is in several stands in each; then those in none. */
export function groupsOf(state: DeskState, receivers: readonly Receiver[]): TransferGroup[] {
  const departments = Object.values(state.departments)
    .filter(({ removed }) => !removed)
    .sort((a, b) => b.order - a.order || a.name.localeCompare(b.name));
  const groups: TransferGroup[] = departments
    .map(({ id, name }) => ({
      department: { id, name },
      receivers: receivers.filter(({ agent }) => agent.departments.includes(id)),
    }))
    .filter(({ receivers: there }) => there.length > 0);
  const others = receivers.filter(({ agent }) => agent.departments.length === 0);
  return others.length > 0 ? [...groups, { receivers: others }] : groups;
}

const kept = 3;
/** TR-08, TR-09: in the page's memory alone. */
let recent: readonly Id[] = [];

export const recentReceivers = (): readonly Id[] => recent;

/** The latest first, each once. */
export function rememberReceiver(agent: Id): void {
  recent = [agent, ...recent.filter((one) => one !== agent)].slice(0, kept);
}

export function forgetReceivers(): void {
  recent = [];
}
