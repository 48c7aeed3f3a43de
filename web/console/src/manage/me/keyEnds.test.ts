import { describe, expect, it } from "vitest";
import { endOf, isOver, keyEnds } from "./keyEnds";

describe("the end of an API key @SP-09", () => {
  const now = Date.UTC(2026, 0, 31);

  it("lies the chosen number of days ahead, or nowhere", () => {
    expect(keyEnds.map((end) => endOf(end, now))).toEqual([
      now + 7 * 86_400_000,
      now + 30 * 86_400_000,
      now + 90 * 86_400_000,
      now + 365 * 86_400_000,
      undefined,
    ]);
  });

  it("is over from its moment on", () => {
    expect(isOver({ expiresAt: now }, now)).toBe(true);
    expect(isOver({ expiresAt: now + 1 }, now)).toBe(false);
    expect(isOver({ expiresAt: null }, now)).toBe(false);
  });
});
