import type { Id } from "@genkan/client/types";
import { type Choice, listed, type Names, type Reasons, type Rule, type Speech } from "../../routing/reasons";
import { whenWords } from "../hours/whenWords";

/** POST /api/sites/{id}/routing/try: what would become of that visitor. */
export interface Trial {
  at: number;
  zone: string;
  siteOpen: boolean;
  siteTurnsAt: number | null;
  outcome: "given" | "waits" | "pool" | "form";
  why: "siteClosed" | "departmentsClosed" | "nobodyOnline" | "queueFull" | null;
  availability: "away" | "waiting" | "serving";
  rule: Rule;
  departments: Id[];
  closedDepartments: Id[];
  policies: Id[];
  place: string[];
  regions: Record<string, Record<string, string>>;
  credits: { name: string; url: string }[];
  eligible: Reasons["eligible"];
  passedOver: Reasons["passedOver"];
  agent: Id | null;
  choice: Choice | null;
  requirementsDropped: boolean;
}

/** The one sentence one wants to know. */
export function verdict(trial: Trial, { say, language }: Speech, names: Names): string {
  const { outcome, why, agent, siteTurnsAt, at, zone } = trial;
  if (outcome === "given" && agent) return say("try.given", { agent: names.agent(agent) });
  if (outcome !== "form") return say(`try.${outcome}`);
  if (why === "siteClosed" && siteTurnsAt !== null)
    return say("try.form_siteClosed_until", { when: whenWords(siteTurnsAt, at, zone, language) });
  return say(`try.form_${why}`);
}

/** Which rule says who may serve, and by what the choice fell. */
export function because(trial: Trial, speech: Speech, names: Names): string[] {
  const { say, language } = speech;
  const { rule, choice, agent, departments, closedDepartments, policies, place, why } = trial;
  const all = (ids: Id[]) => listed(ids.map(names.department), language);
  const out = [
    say(`try.rule_${rule}`, {
      count: policies.length,
      departments: all(departments),
      place: names.place(place.at(-1) ?? ""),
    }),
  ];
  if (closedDepartments.length > 0 && why !== "departmentsClosed")
    out.push(say("try.closed_departments", { departments: all(closedDepartments) }));
  if (trial.requirementsDropped) out.push(say("try.dropped"));
  if (agent && choice) out.push(say(`try.choice_${choice}`, { agent: names.agent(agent) }));
  return out;
}
