import { readFileSync } from "node:fs";
import { languages } from "@genkan/client/languages";
import { createSay } from "@genkan/client/texts";
import type { Language } from "@genkan/client/types";
import { describe, expect, it } from "vitest";
import type { Choice, Names, Reasons, Rule, Speech } from "./reasons";
import { type Assignment, explain, headline, passed } from "./whyWords";

const speech = (language: Language): Speech => ({
  language,
  say: createSay(JSON.parse(readFileSync(`${__dirname}/../../../../texts/${language}.json`, "utf8")), language),
});
const people: Record<string, string> = { a: "Ada", b: "Bo", c: "Cem", d: "Deniz" };
const names: Names = {
  agent: (id) => people[id] ?? "?",
  department: (id) => ({ s: "Sales", w: "Warehouse" })[id] ?? "?",
  place: (code) => ({ "CN-ZJ": "Zhejiang", "CN-ZJ/Ningbo": "Ningbo" })[code] ?? "?",
};
const reasons = (more: Partial<Reasons> = {}): Reasons => ({
  rule: "everybody",
  departments: [],
  policies: [],
  regions: [],
  eligible: [{ agent: "a", held: 0 }],
  passedOver: [],
  choice: "only",
  requirementsDropped: false,
  waitedMs: 0,
  front: false,
  ...more,
});
const given = (more: Partial<Reasons> = {}): Assignment => ({
  at: 1,
  kind: "given",
  agent: "a",
  by: null,
  reasons: reasons(more),
  department: null,
});

describe("why this agent", () => {
  const en = speech("en");

  it("@Q-42 says which rule gave the scope, who could, and by what the choice fell", () => {
    const one = given({
      rule: "region",
      departments: ["s", "w"],
      policies: ["p", "q"],
      regions: ["CN-ZJ", "CN-ZJ/Ningbo"],
      eligible: [
        { agent: "a", held: 1 },
        { agent: "b", held: 2 },
      ],
      choice: "fewest",
      waitedMs: 95_000,
    });
    expect(headline(one, en, names)).toBe("Ada was given the conversation.");
    expect(explain(one, en, names)).toEqual([
      "The visitor was in Ningbo, and 2 region policies together send visitors from there to Sales and Warehouse.",
      "With a free place, and conversations in hand: Ada (1) and Bo (2).",
      "Ada had the fewest conversations.",
      "From the visitor's arrival it took 1 min.",
    ]);
  });

  it("@Q-23 names everybody who was passed over, by reason", () => {
    const one = given({
      passedOver: [
        { agent: "b", reason: "full" },
        { agent: "c", reason: "language" },
        { agent: "d", reason: "full" },
      ],
    });
    expect(passed(one, en, names)).toEqual(["No free place: Bo and Deniz", "Without the visitor's language: Cem"]);
    expect(explain(one, en, names)).toEqual([
      "Every agent who may chat for this site could be chosen.",
      "Nobody else could take it at that moment.",
    ]);
  });

  it("@Q-43 tells that it had come back, and that requirements had been dropped", () => {
    const words = explain(given({ front: true, requirementsDropped: true }), en, names);
    expect(words).toContain("It had come back before and stood at the front of the queue.");
    expect(words).toContain("The visitor had waited so long that language and skills no longer counted.");
  });

  it("@TR-21 has a sentence for each change of hands", () => {
    const kinds: [Assignment["kind"], string][] = [
      ["taken", "Ada took it by hand."],
      ["transferred", "Bo handed it over to Ada."],
      ["sent", "Bo sent it to a department."],
      ["missed", "Ada did not open it in time; it went back to the front of the queue."],
      ["gone", "Ada lost the connection for too long; it went back to the front of the queue."],
      ["barred", "Ada may no longer take conversations; it went back to the front of the queue."],
    ];
    for (const [kind, words] of kinds) {
      const one: Assignment = { at: 1, kind, agent: "a", by: "b", reasons: null, department: null };
      expect(headline(one, en, names)).toBe(words);
      expect(explain(one, en, names)).toEqual([]);
    }
    const alone: Assignment = { at: 1, kind: "transferred", agent: "a", by: null, reasons: null, department: null };
    expect(headline(alone, en, names)).toBe("It was handed over to Ada.");
  });

  it.each(languages)("@TR-21 names the department it was sent to in %s", (language) => {
    const sent: Assignment = { at: 1, kind: "sent", agent: "a", by: "b", reasons: null, department: "s" };
    const spoken = speech(language);
    expect(headline(sent, spoken, names)).toMatch(/Bo.*Sales/);
    expect(headline({ ...sent, by: null }, spoken, names)).toMatch(/^(?!.*Bo).*Sales/);
  });

  it.each(languages)("@Q-42 leaves no word out and no hole open in %s", (language) => {
    const spoken = speech(language);
    const rules: Rule[] = [
      "everybody",
      "region",
      "designatedAgents",
      "designatedDepartments",
      "wantedAgent",
      "wantedDepartment",
      "sent",
      "overflow",
    ];
    const choices: Choice[] = ["affinity", "only", "fewest", "longestWithout", "inTurn"];
    const said = new Set<string>();
    for (const rule of rules)
      for (const choice of choices)
        for (const regions of [[], ["CN-ZJ"]]) {
          const one = given({
            rule,
            choice,
            regions,
            departments: ["s"],
            policies: ["p"],
            eligible: ["a", "b"].map((agent) => ({ agent, held: 1 })),
            passedOver: (["full", "status", "notHere", "language", "skill", "missed"] as const).map((reason) => ({
              agent: "c",
              reason,
            })),
            front: true,
            requirementsDropped: true,
            waitedMs: 5000,
          });
          for (const words of [...explain(one, spoken, names), ...passed(one, spoken, names)]) said.add(words);
        }
    // Eight rules (one of them worded twice), who could, five choices, three circumstances, six reasons.
    expect(said.size).toBe(9 + 1 + 5 + 3 + 6);
    for (const words of said) expect(words).not.toMatch(/why\.|[{}]|\?$/);
  });
});
