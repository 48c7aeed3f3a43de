import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { House } from "../../test/house";

let house: House;
const field = (name: string) => document.querySelector<HTMLInputElement>(`input[autocomplete="${name}"]`);
const button = (text: string) => [...document.querySelectorAll("button")].find((one) => one.textContent === text);

beforeEach(async () => {
  house = new House();
  house.signedIn = false;
  await house.open();
  await house.until(() => field("username"));
});
afterEach(() => house.close());

describe("signing in", () => {
  it("@ST-01 takes the e-mail address and the password, and opens the desk", async () => {
    await house.write(field("username"), "nora@shop.example");
    await house.write(field("current-password"), "a quiet hall");
    await house.click(button("Sign in"));
    await house.until(() => house.text().includes("My conversations"));
    expect(house.said("POST", "/api/session")).toEqual([{ email: "nora@shop.example", password: "a quiet hall" }]);
  });

  it("@ST-06 Reset empties the account and password fields", async () => {
    await house.write(field("username"), "nora@shop.example");
    await house.write(field("current-password"), "a quiet hall");
    await house.click(button("Reset"));
    expect([field("username")?.value, field("current-password")?.value]).toEqual(["", ""]);
  });

  it("says clearly that it was refused, and keeps what was typed", async () => {
    house.answers.set("POST /api/session", () => [401, { code: "sign_in_failed", status: 401 }]);
    await house.write(field("username"), "nora@shop.example");
    await house.write(field("current-password"), "wrong words here");
    await house.click(button("Sign in"));
    const alert = await house.until(() => document.querySelector('[role="alert"]')?.textContent);
    expect(alert).toContain("not right");
    expect(field("username")?.value).toBe("nora@shop.example");
  });
});
