import type { LeftMessage } from "@genkan/client/types";
import { describe, expect, it } from "vitest";
import { mailLink, phoneLink, withLeftMessage } from "./leftMessages";

const left = (id: string, at: number, more: Partial<LeftMessage> = {}): LeftMessage => ({
  id,
  site: "s",
  name: "Walt",
  email: "walt@home.example",
  phone: null,
  text: "Is it in stock?",
  language: "en",
  at,
  doneBy: null,
  doneAt: null,
  ...more,
});

describe("left messages", () => {
  it("@E-14 come to the list as they are left, newest first, once", () => {
    const list = withLeftMessage(withLeftMessage([left("a", 1)], left("b", 2), false), left("b", 2), false);
    expect(list.map((item) => item.id)).toEqual(["b", "a"]);
  });

  it("leave the open list when a colleague has dealt with them, and come back when undone", () => {
    const open = [left("b", 2), left("a", 1)];
    const without = withLeftMessage(open, left("a", 1, { doneBy: "nora", doneAt: 5 }), false);
    expect(without.map((item) => item.id)).toEqual(["b"]);
    expect(withLeftMessage(without, left("a", 1), false).map((item) => item.id)).toEqual(["b", "a"]);
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
