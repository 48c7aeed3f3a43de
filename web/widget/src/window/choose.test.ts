import type { VisitorChoice, VisitorChoices } from "@genkan/client/types";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FakeGenkan } from "../../test/fakeGenkan.ts";

// The list before the talk, in the whole window with a server behind `fetch`.
let server: FakeGenkan;
let close = () => {};

const one = (id: string, name: string, online: boolean, more: Partial<VisitorChoice> = {}): VisitorChoice => ({
  id,
  name,
  avatar: null,
  department: null,
  online,
  ...more,
});
const people: VisitorChoices = {
  kind: "agents",
  items: [one("a", "Addie", true, { department: "Sales", avatar: "/avatars/a" }), one("w", "Wally", false)],
};
const rooms: VisitorChoices = { kind: "departments", items: [one("s", "Sales", true), one("c", "Care", true)] };

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date"] });
  localStorage.clear();
  server = new FakeGenkan();
  server.site.consent.enabled = false;
  vi.stubGlobal("fetch", server.fetch);
  (window as unknown as { happyDOM: { setURL(url: string): void } }).happyDOM.setURL("http://server/chat/key?lang=en");
});
afterEach(() => {
  close();
  vi.clearAllTimers();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

async function settle() {
  await vi.advanceTimersByTimeAsync(50);
  // Words of a language are a module: loading it takes more than the clock.
  for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
  await vi.advanceTimersByTimeAsync(0);
}
async function open(choices: VisitorChoices) {
  server.choices = choices;
  document.body.replaceChildren();
  vi.resetModules();
  close = await (await import("./main.tsx")).running;
  await settle();
}

const page = () => document.body.textContent ?? "";
const rows = () => [...document.querySelectorAll<HTMLButtonElement>(".choice")];
const button = (words: string) =>
  [...document.querySelectorAll("button")].find((each) => each.textContent?.includes(words)) as HTMLButtonElement;
async function press(words: string) {
  button(words).click();
  await settle();
}
async function start() {
  const field = document.querySelector<HTMLInputElement>("#nickname") as HTMLInputElement;
  field.value = "Ayşe";
  field.dispatchEvent(new Event("input", { bubbles: true }));
  await press("Start chat");
}
const asked = () => server.to(/POST \/visitor\/conversations$/).map(({ body }) => body);

test("@W-10 @W-11 @E-19 agents stand in a list with picture, name and light; who is offline cannot be chosen", async () => {
  await open(people);
  expect(page()).toContain("Whom would you like to talk to?");
  expect(rows().map((row) => row.textContent)).toEqual(["AddieSalesOnline", "WWallyOffline"]);
  expect(rows().map((row) => row.disabled)).toEqual([false, true]);
  expect(document.querySelector(".choice img")?.getAttribute("src")).toBe("/avatars/a");
  await press("Addie");
  expect(page()).toContain("Change");
  await start();
  expect(asked()).toMatchObject([{ agent: "a", nickname: "Ayşe" }]);
});

test("@E-18 @E-20 departments stand by name alone, and the choice can be taken back", async () => {
  await open(rooms);
  expect(rows().map((row) => row.textContent)).toEqual(["SalesOnline", "CareOnline"]);
  await press("Sales");
  await press("Change");
  await press("Care");
  await start();
  expect(asked()).toMatchObject([{ department: "c" }]);
});

test("@W-10 whoever is free first is a choice too, and tells the server nobody", async () => {
  await open(people);
  await press("Whoever is free first");
  await start();
  expect(asked()[0]).not.toHaveProperty("agent");
});

test("@W-11 the list follows what is heard; one who goes offline is no choice any more, and that is said", async () => {
  await open(people);
  await press("Addie");
  server.signal("choices", { choices: { kind: "agents", items: [one("w", "Wally", true)] } });
  await settle();
  expect(page()).toContain("Addie has just gone offline. Please choose again.");
  expect(rows().map((row) => row.textContent)).toEqual(["WWallyOnline"]);
  server.signal("choices", { choices: null });
  await settle();
  expect(rows()).toEqual([]);
  await start();
  expect(asked()).toHaveLength(1);
});

test("@E-14 @E-19 who was chosen and left in that very moment: the list again, not the message form", async () => {
  await open(people);
  await press("Addie");
  server.refuse["POST /visitor/conversations"] = { status: 409, code: "nobody_here" };
  await start();
  expect(page()).toContain("Please choose again.");
  expect(rows()).toHaveLength(2);
});
