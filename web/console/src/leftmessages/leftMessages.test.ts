import type { LeftMessage, LeftReply } from "@genkan/client/types";
import { describe, expect, it } from "vitest";
import { asked, type Filter, mailLink, phoneLink, placed, readFilter, whyKey, writeFilter } from "./leftMessages";

const left = (id: string, at: number, more: Partial<LeftMessage> = {}): LeftMessage => ({
  id,
  site: "s",
  name: "Walt",
  email: "walt@home.example",
  phone: null,
  text: "Is it in stock?",
  language: "en",
  at,
  state: "open",
  reply: null,
  doneBy: null,
  doneAt: null,
  ...more,
});
const reply: LeftReply = { id: "r", text: "Yes", by: "nora", at: 9, mail: "none", mailWhy: null, seenAt: null };
const open: Filter = { state: "open", site: null, words: "", oldest: false };
const ids = (parts: ReturnType<typeof placed>) => parts?.map(({ items }) => items.map(({ id }) => id));

describe("left messages", () => {
  it("@E-14 @OM-06 come to the list as they are left, newest first, once", () => {
    const parts = placed([{ items: [left("a", 1)], next: null }], left("b", 2), open)!;
    expect(ids(placed(parts, left("b", 2), open))).toEqual([["b", "a"]]);
    expect(ids(placed(parts, left("c", 3), { ...open, oldest: true }))?.flat()).toContain("c");
  });

  it("@OM-09 leave the list of those not replied when answered, and stand in the one of all", () => {
    const parts = [{ items: [left("b", 2), left("a", 1)], next: null }];
    const answered = left("a", 1, { state: "replied", reply });
    expect(ids(placed(parts, answered, open))).toEqual([["b"]]);
    expect(ids(placed(parts, answered, { ...open, state: "all" }))).toEqual([["b", "a"]]);
    expect(placed(parts, answered, { ...open, state: "all" })?.[0]?.items[1]?.reply).toEqual(reply);
  });

  it("of another site, or further down than was fetched, come with their own list", () => {
    const parts = [{ items: [left("b", 5), left("a", 4)], next: "more" }];
    expect(ids(placed(parts, left("c", 6, { site: "t" }), { ...open, site: "s" }))).toEqual([["b", "a"]]);
    expect(ids(placed(parts, left("c", 1), open))).toEqual([["b", "a"]]);
    expect(ids(placed([{ items: [], next: null }], left("c", 1), open))).toEqual([["c"]]);
  });

  it("keep their part when they change, in either order", () => {
    const parts = [
      { items: [left("a", 1), left("b", 2)], next: "x" },
      { items: [left("c", 3)], next: null },
    ];
    expect(ids(placed(parts, left("d", 4), { ...open, oldest: true }))).toEqual([
      ["a", "b"],
      ["c", "d"],
    ]);
    expect(ids(placed(parts, left("b", 2, { name: "W." }), { ...open, oldest: true }))).toEqual([["a", "b"], ["c"]]);
  });

  it("under a search only the server knows what else is found", () => {
    expect(placed([{ items: [left("a", 1)], next: null }], left("b", 2), { ...open, words: "stock" })).toBeNull();
    expect(ids(placed([{ items: [left("a", 1)], next: null }], left("a", 1), { ...open, words: "x" }))).toEqual([
      ["a"],
    ]);
  });

  it("@OM-06 are looked for by what stands in the address", () => {
    const filter: Filter = { state: "replied", site: "s", words: "在庫 ", oldest: true };
    expect(readFilter(new URLSearchParams(writeFilter(filter)))).toEqual(filter);
    expect(readFilter(new URLSearchParams("state=nonsense"))).toEqual(open);
    expect(writeFilter(open)).toEqual({});
    expect(Object.fromEntries(new URLSearchParams(asked(filter, "1_a")))).toEqual({
      state: "replied",
      site: "s",
      q: "在庫",
      sort: "oldest",
      after: "1_a",
    });
    expect(asked({ ...open, state: "all" }, null)).toBe("");
  });

  it("@OM-09 say honestly why a letter did not get there", () => {
    expect(whyKey("refused")).toBe("manage.left_why_refused");
    expect(whyKey("tls_failed")).toBe("manage.left_why_unusable");
    expect(whyKey(null)).toBe("manage.left_why_unusable");
  });

  it("are answered by mail with the words quoted, whatever they contain", () => {
    const link = mailLink(left("a", 1, { email: "w&x@home.example", text: "1?\n2&3" }), "Re: A & B");
    expect(link.startsWith("mailto:w%26x@home.example?subject=Re%3A%20A%20%26%20B&body=")).toBe(true);
    expect(new URLSearchParams(link.split("?")[1]).get("body")).toBe("\r\n\r\n> 1?\r\n> 2&3");
  });

  it("are called by their digits, full-width ones too", () => {
    expect(phoneLink("+90 (312) 555-01 01")).toBe("tel:+903125550101");
    expect(phoneLink("０３－１２３４")).toBe("tel:031234");
  });
});
