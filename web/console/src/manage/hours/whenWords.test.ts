import { describe, expect, it } from "vitest";
import { whenWords } from "./whenWords";

const now = Date.parse("2026-08-03T12:00:00Z");

describe("when a calendar turns", () => {
  it("is told by the clock of its zone, with the day where that is another one there", () => {
    expect(whenWords(Date.parse("2026-08-03T14:00:00Z"), now, "Europe/Istanbul", "tr")).toBe("17:00");
    expect(whenWords(Date.parse("2026-08-03T15:30:00Z"), now, "Asia/Tokyo", "en")).toContain("Tue");
    expect(whenWords(Date.parse("2026-10-29T06:00:00Z"), now, "Europe/Istanbul", "en")).toContain("2026");
  });
});
