import type { Id } from "@genkan/client/types";
import { length } from "../words/times";
import { listed, type Names, passedWords, type Reasons, type Speech } from "./reasons";

/** GET /api/conversations/{id}/assignments: through whose hands it went. */
export interface Assignments {
  items: Assignment[];
  /** What the regions in the reasons are called, by code and language. */
  regions: Record<string, Record<string, string>>;
}

export interface Assignment {
  at: number;
  kind: "given" | "taken" | "transferred" | "sent" | "missed" | "gone" | "barred";
  /** Who has it from then on; who had it where nobody has. */
  agent: Id | null;
  by: Id | null;
  reasons: Reasons | null;
  /** Where it was sent to; null in what is from before that was kept. */
  department: Id | null;
}

/** One change of hands in one sentence. */
export function headline({ kind, agent, by, department }: Assignment, { say }: Speech, names: Names): string {
  const values = {
    agent: agent ? names.agent(agent) : "",
    by: by ? names.agent(by) : "",
    department: department ? names.department(department) : "",
  };
  const key = kind === "sent" && department ? "why.sent_to" : `why.${kind}`;
  const alone = (kind === "transferred" || kind === "sent") && !by;
  return say(alone ? `${key}_alone` : key, values);
}

/** And why: by which rule, among whom and by what. */
export function explain({ agent, reasons }: Assignment, speech: Speech, names: Names): string[] {
  if (!reasons || !agent) return [];
  const { say, language } = speech;
  const name = names.agent(agent);
  const out = [rule(reasons, name, speech, names)];
  if (reasons.eligible.length > 1) {
    const among = reasons.eligible.map((one) => say("why.with", { agent: names.agent(one.agent), count: one.held }));
    out.push(say("why.eligible", { agents: listed(among, language) }));
  }
  out.push(say(`why.choice_${reasons.choice}`, { agent: name }));
  if (reasons.requirementsDropped) out.push(say("why.dropped"));
  if (reasons.front) out.push(say("why.front"));
  // Less than a second is no wait.
  if (reasons.waitedMs >= 1000) out.push(say("why.waited", { time: length(reasons.waitedMs, language) }));
  return out;
}

/** Who might have got it and did not, the reason first. */
export const passed = ({ reasons }: Assignment, speech: Speech, names: Names): string[] =>
  reasons ? passedWords(reasons.passedOver, speech, names) : [];

function rule(reasons: Reasons, agent: string, { say, language }: Speech, names: Names): string {
  // The narrowest that a policy names says the most: Ningbo, not China.
  const place = reasons.regions?.at(-1);
  const key =
    reasons.rule === "region" && place === undefined ? "why.rule_region_somewhere" : `why.rule_${reasons.rule}`;
  return say(key, {
    agent,
    count: reasons.policies.length,
    place: place === undefined ? "" : names.place(place),
    departments: listed(reasons.departments.map(names.department), language),
  });
}
