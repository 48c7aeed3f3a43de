import { expect, it } from "vitest";
import { entrySummary, lastDays, ratioOf } from "./entryCounts";

const items = [
  { day: "2026-02-28", opened: 8, chatted: 6 },
  { day: "2026-03-02", opened: 2, chatted: 1 },
];

it("@E-02 @E-03 adds both counts apart and tells how many went on to chat", () => {
  const summary = entrySummary(items, "2026-02-28", "2026-03-02");
  expect(summary).toMatchObject({ opened: 10, chatted: 7, ratio: 0.7 });
});

it("shows days without anybody as nothing, not as a gap", () => {
  const { days } = entrySummary(items, "2026-02-28", "2026-03-02");
  expect(days.map((day) => [day.day, day.opened])).toEqual([
    ["2026-02-28", 8],
    ["2026-03-01", 0],
    ["2026-03-02", 2],
  ]);
});

it("has no ratio when nobody saw the form", () => {
  expect(ratioOf(0, 0)).toBeNull();
});

it("ends with today, in UTC", () => {
  expect(lastDays(Date.UTC(2026, 2, 1, 23, 59), 7)).toEqual({ from: "2026-02-23", to: "2026-03-01" });
});
