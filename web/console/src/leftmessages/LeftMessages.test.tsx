import type { LeftMessage, LeftReply, Session } from "@genkan/client/types";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { House } from "../../test/house";

let house: House;
let kept: LeftMessage;

// Another one for each test: what was fetched outlives the screen.
let id = "";
let count = 0;
const left = (more: Partial<LeftMessage> = {}): LeftMessage => ({
  id,
  site: "shop",
  name: "Mina",
  email: "mina@home.example",
  phone: null,
  text: "Is it in stock?",
  language: "en",
  at: 1,
  state: "open",
  reply: null,
  doneBy: null,
  doneAt: null,
  ...more,
});
const reply = (by: string, text: string): LeftReply => ({
  id: "r",
  text,
  by,
  at: 2,
  mail: "failed",
  mailWhy: "refused",
  seenAt: null,
});
const button = (text: string) =>
  [...document.querySelectorAll("button")].find((one) => one.textContent?.trim() === text);
const field = () => document.querySelector<HTMLTextAreaElement>("aside textarea");

beforeEach(() => {
  house = new House();
  id = `018f0000-0000-7000-8000-00000000000${++count}`;
  house.permissions = ["conversations.chat", "leftMessages.read", "leftMessages.reply"];
  kept = left();
  house.answers.set("GET /api/leftmessages", () => [200, { items: [kept], next: null }]);
  house.answers.set(`GET /api/leftmessages/${id}`, () => [
    200,
    { message: kept, steps: [{ at: 1, kind: "left", agent: null }], others: [] },
  ]);
});
afterEach(() => house.close());

async function answering(text: string): Promise<void> {
  await house.open(`/console/messages/${id}`);
  await house.click(await house.until(() => button("Reply")));
  await house.write(await house.until(field), text);
}

describe("a left message", () => {
  it("@OM-07 @OM-08 @OM-09 is read in full and answered once, and says honestly how the letter went", async () => {
    house.answers.set(`POST /api/leftmessages/${id}/reply`, (body) => {
      kept = left({ state: "replied", reply: reply("nora", (body as { text: string }).text) });
      return [201, kept];
    });
    await answering("It is.");
    await house.click(button("Send the answer"));
    await house.until(() => house.text().includes("Nora Jansen answered"));
    expect(house.text()).toContain("The letter did not get there (the mail server refused it)");
    expect(house.said("POST", `/api/leftmessages/${id}/reply`)).toMatchObject([{ text: "It is." }]);
    expect(button("Reply")).toBeUndefined();
  });

  it("@OM-08 answered by a colleague meanwhile says who, and keeps what was typed", async () => {
    await answering("My own words");
    kept = left({ state: "replied", reply: reply("kenji", "Faster.") });
    await house.tell("leftMessage.replied", { message: kept, was: "open" });
    await house.until(() => house.text().includes("Kenji Mori has answered meanwhile"));
    expect(house.text()).toContain("Faster.");
    expect(house.text()).toContain("My own words");
    await house.click(button("Discard"));
    await house.until(() => !house.text().includes("My own words"));
  });

  it("@OM-08 the loser of two who send at once is told the same way", async () => {
    house.answers.set(`POST /api/leftmessages/${id}/reply`, () => {
      kept = left({ state: "replied", reply: reply("kenji", "Faster.") });
      return [409, { code: "already_replied", status: 409, agent: "kenji" }];
    });
    await answering("My own words");
    await house.click(button("Send the answer"));
    await house.until(() => house.text().includes("Kenji Mori has answered meanwhile"));
    expect(house.text()).toContain("My own words");
  });

  it("@CF-24 @OM-10 cannot be answered any more as soon as admins alone may", async () => {
    await house.open(`/console/messages/${id}`);
    await house.until(() => button("Reply"));
    await house.tell("settings.changed", { leftMessagesBy: "admins" });
    await house.until(() => !button("Reply"));
    expect(house.text()).toContain("answered by admins only");
  });

  it("@OM-10 closes with the right to read it", async () => {
    await house.open(`/console/messages/${id}`);
    await house.until(() => button("Reply"));
    house.permissions = ["conversations.chat"] as Session["permissions"];
    await house.tell("agent.changed", { agent: house.nora });
    await house.until(() => !house.text().includes("Is it in stock?"));
  });

  it("@OM-10 who comes online is told how many wait, and is led there", async () => {
    sessionStorage.setItem("genkan.greeted", "yes");
    house.nora.status = "away";
    await house.open();
    await house.until(() => document.querySelector("footer button[data-status='away']"));
    expect(house.text()).not.toContain("2 messages wait for an answer");
    await house.tell("agent.status", { agent: "nora", status: "online" });
    await house.until(() => house.text().includes("2 messages wait for an answer"));
  });
});
