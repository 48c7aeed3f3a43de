import { beforeEach, expect, it } from "vitest";
import { rememberedStatuses, rememberStatuses } from "./rememberedStatuses";
import { withoutOwn } from "./statuses";

const lunch = { key: "0190b0e2-0000-7000-8000-000000000001", name: "Lunch" };
beforeEach(() => localStorage.clear());

it("@ST-21 @ST-09 the door offers the own statuses of the organisation this browser was in last", () => {
  expect(rememberedStatuses()).toEqual(withoutOwn);
  rememberStatuses([...withoutOwn, lunch]);
  expect(rememberedStatuses()).toEqual([...withoutOwn, lunch]);
  rememberStatuses(withoutOwn);
  expect(rememberedStatuses()).toEqual(withoutOwn);
  expect(localStorage.length).toBe(0);
});

it("what was meddled with is not shown", () => {
  for (const odd of ["{", "7", '[null, 3, {"key":"x"}, {"key":"online","name":"Mine"}]']) {
    localStorage.setItem("genkan.statuses", odd);
    expect(rememberedStatuses()).toEqual(withoutOwn);
  }
});
