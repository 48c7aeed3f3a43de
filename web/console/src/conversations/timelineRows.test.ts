import { describe, expect, it } from "vitest";
import { type StaffBubble, timelineRows } from "./timelineRows";

const noon = new Date(2026, 4, 4, 12).getTime();
const minute = 60_000;

function bubble(seq: number, from: "visitor" | "agent" | "system", at: number): StaffBubble {
  const kind = from === "system" ? "system" : "text";
  const message = { id: `m${seq}`, seq, at, from, kind, text: `words ${seq}` } as const;
  return {
    id: message.id,
    mine: from === "agent",
    state: from === "agent" ? "sent" : "none",
    at,
    text: message.text,
    message,
  };
}
const unsent: StaffBubble = { id: "u", mine: true, state: "sending", at: noon + 10 * minute, text: "on its way" };

describe("the timeline", () => {
  it("@RT-18 puts days between, system lines in the middle and words in bubbles, in order", () => {
    const rows = timelineRows(
      [
        bubble(1, "system", noon - 24 * 60 * minute),
        bubble(2, "visitor", noon),
        bubble(3, "visitor", noon + minute),
        bubble(4, "agent", noon + 2 * minute),
      ],
      null,
    );
    expect(rows.map(({ kind }) => kind)).toEqual(["day", "line", "day", "bubble", "bubble", "bubble"]);
    expect(rows.flatMap((row) => (row.kind === "bubble" ? [[row.first, row.last]] : []))).toEqual([
      [true, false],
      [false, true],
      [true, true],
    ]);
  });

  it("marks where reading stopped, before the first unread word of the visitor", () => {
    const talk = [
      bubble(1, "visitor", noon),
      bubble(2, "agent", noon),
      bubble(3, "visitor", noon),
      bubble(4, "visitor", noon),
    ];
    expect(timelineRows(talk, 1).map(({ kind }) => kind)).toEqual([
      "day",
      "bubble",
      "bubble",
      "unread",
      "bubble",
      "bubble",
    ]);
    expect(timelineRows(talk, null).some(({ kind }) => kind === "unread")).toBe(false);
  });

  it("shows what became of one's newest words, sent or not", () => {
    const rows = timelineRows([bubble(1, "agent", noon), bubble(2, "visitor", noon), unsent], null);
    expect(rows.flatMap((row) => (row.kind === "bubble" && row.newestOwn ? [row.key] : []))).toEqual(["u"]);
  });
});
