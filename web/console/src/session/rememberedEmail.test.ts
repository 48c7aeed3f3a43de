import { beforeEach, expect, it } from "vitest";
import { forgetEmail, rememberEmail, rememberedEmail } from "./rememberedEmail";

beforeEach(() => localStorage.clear());

it("@ST-02 remembers the e-mail address, that alone, and forgets it when asked", () => {
  rememberEmail("nora@shop.example");
  expect(rememberedEmail()).toBe("nora@shop.example");
  expect(Object.values({ ...localStorage })).toEqual(["nora@shop.example"]);
  forgetEmail();
  expect(rememberedEmail()).toBe("");
  expect(localStorage.length).toBe(0);
});
