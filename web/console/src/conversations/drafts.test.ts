import { beforeEach, describe, expect, it } from "vitest";
import { Drafts } from "./drafts";

beforeEach(() => localStorage.clear());

describe("drafts", () => {
  it("@RT-28 are kept per conversation, over a reload, until sent", () => {
    const before = new Drafts("nora");
    before.keep("a", "Merhaba");
    before.keep("b", "こんにちは");
    const after = new Drafts("nora");
    expect([after.of("a"), after.of("b")]).toEqual(["Merhaba", "こんにちは"]);
    after.keep("a", "");
    expect(new Drafts("nora").of("a")).toBe("");
    expect(new Drafts("nora").of("b")).toBe("こんにちは");
  });

  it("are another person's business to nobody", () => {
    new Drafts("nora").keep("a", "mine");
    expect(new Drafts("kenji").of("a")).toBe("");
  });
});
