import type { Id, Language } from "@genkan/client/types";
import type { Say } from "../words/Words";

/** What gave the scope. */
export type Rule =
  | "everybody"
  | "region"
  | "designatedAgents"
  | "designatedDepartments"
  | "wantedAgent"
  | "wantedDepartment"
  | "sent"
  | "overflow"
  | "barred";
/** By what the choice fell among those who could. */
export type Choice = "affinity" | "only" | "fewest" | "longestWithout" | "inTurn";
export const passedReasons = ["full", "status", "notHere", "language", "skill", "missed"] as const;
export type PassedReason = (typeof passedReasons)[number];

/** Why an agent got a conversation, as the decision noted it. */
export interface Reasons {
  rule: Rule;
  departments: Id[];
  policies: Id[];
  /** Which of the regions the visitor was in those policies name. */
  regions: string[];
  eligible: { agent: Id; held: number }[];
  passedOver: { agent: Id; reason: PassedReason }[];
  choice: Choice;
  requirementsDropped: boolean;
  waitedMs: number;
  front: boolean;
}

/** How ids are called; also of those who are gone. */
export interface Names {
  agent(id: Id): string;
  department(id: Id): string;
  /** By code of the region. */
  place(code: string): string;
}

export interface Speech {
  say: Say;
  language: Language;
}

const lists = new Map<string, Intl.ListFormat>();

/** "Ada, Bo and Cem" in the reader's language. */
export function listed(words: readonly string[], language: Language): string {
  let list = lists.get(language);
  if (!list) {
    list = new Intl.ListFormat(language, { type: "conjunction" });
    lists.set(language, list);
  }
  return list.format(words);
}

/** Who was passed over, the reason first: "No free place: Ada and Bo". */
export function passedWords(passedOver: Reasons["passedOver"], { say, language }: Speech, names: Names): string[] {
  return passedReasons.flatMap((reason) => {
    const there = passedOver.filter((one) => one.reason === reason).map(({ agent }) => names.agent(agent));
    return there.length === 0 ? [] : [say(`why.passed_${reason}`, { agents: listed(there, language) })];
  });
}
