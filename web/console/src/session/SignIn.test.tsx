import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { House } from "../../test/house";

let house: House;
const field = (name: string) => document.querySelector<HTMLInputElement>(`input[autocomplete="${name}"]`);
const button = (text: string) => [...document.querySelectorAll("button")].find((one) => one.textContent === text);

beforeEach(async () => {
  localStorage.setItem("genkan.statuses", JSON.stringify([{ key: "s1", name: "Lunch" }]));
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

  const tick = (label: string) =>
    [...document.querySelectorAll("label")]
      .find((one) => one.textContent === label)
      ?.closest("div")
      ?.parentElement?.querySelector("input");

  it("@ST-03 @ST-04 remembers the browser, and signs in automatically only where it is remembered", async () => {
    await house.write(field("username"), "nora@shop.example");
    await house.write(field("current-password"), "a quiet hall");
    await house.click(tick("Sign in automatically"));
    await house.click(button("Sign in"));
    await house.until(() => house.text().includes("My conversations"));
    expect(house.said("POST", "/api/session")).toEqual([
      { email: "nora@shop.example", password: "a quiet hall", remember: true, automatic: true },
    ]);
  });

  it("asks for the code after the password, and keeps nothing of a wrong one", async () => {
    house.answers.set("POST /api/session", () => [
      401,
      { code: "second_factor", status: 401, ticket: "t", methods: ["code"] },
    ]);
    house.answers.set("POST /api/session/second", (body) =>
      (body as { code: string }).code === "123456"
        ? [200, { ...house.sessionNow(), seq: 1 }]
        : [422, { code: "invalid", status: 422, errors: { code: [{ code: "code_wrong", message: "Not right." }] } }],
    );
    await house.write(field("username"), "nora@shop.example");
    await house.write(field("current-password"), "a quiet hall");
    await house.click(button("Sign in"));
    await house.until(() => field("one-time-code"));
    await house.write(field("one-time-code"), "000000");
    await house.click(button("Continue"));
    await house.until(() => house.text().includes("Not right."));
    expect(field("one-time-code")?.value).toBe("");
    await house.write(field("one-time-code"), "123456");
    await house.click(button("Continue"));
    await house.until(() => house.text().includes("My conversations"));
    expect(house.said("POST", "/api/session/second")).toContainEqual({ ticket: "t", code: "123456" });
  });
});

describe("a remembered browser", () => {
  const remember = (automatic: boolean) =>
    house.answers.set("GET /api/session/device", () => [
      200,
      { person: { name: "Nora", email: null, organisation: "Shop", automatic } },
    ]);

  async function opensAgain() {
    await house.close();
    house = new House();
    house.signedIn = false;
  }

  it("@ST-03 needs one click and no password", async () => {
    await opensAgain();
    remember(false);
    house.answers.set("POST /api/session/device", () => [200, house.sessionNow()]);
    await house.open();
    await house.until(() => house.text().includes("Welcome back, Nora"));
    expect(field("current-password")).toBeNull();
    await house.click(button("Continue"));
    await house.until(() => house.text().includes("My conversations"));
    expect(house.said("POST", "/api/session/device")).toEqual([{}]);
  });

  it("@ST-04 goes straight to the main screen where that was ticked", async () => {
    await opensAgain();
    remember(true);
    house.answers.set("POST /api/session/device", () => [200, house.sessionNow()]);
    await house.open();
    await house.until(() => house.text().includes("My conversations"));
    expect(house.said("POST", "/api/session/device")).toEqual([{ automatic: true }]);
  });

  it("shows the form to somebody else", async () => {
    await opensAgain();
    remember(false);
    await house.open();
    await house.until(() => house.text().includes("Welcome back, Nora"));
    await house.click(button("Sign in as someone else"));
    await house.until(() => field("current-password"));
  });
});

describe("a browser that knows the organisation's own statuses", () => {
  it("@ST-09 @ST-21 offers them, and sends the one that was chosen", async () => {
    await house.write(field("username"), "nora@shop.example");
    await house.write(field("current-password"), "a quiet hall");
    await house.click(document.querySelector('input[aria-haspopup="listbox"]'));
    const lunch = () => [...document.querySelectorAll('[role="option"]')].find((one) => one.textContent === "Lunch");
    await house.click(await house.until(lunch));
    await house.click(button("Sign in"));
    await house.until(() => house.said("POST", "/api/session").length === 1);
    expect(house.said("POST", "/api/session")[0]).toMatchObject({ status: "s1" });
  });
});
