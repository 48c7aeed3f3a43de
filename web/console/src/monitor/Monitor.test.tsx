import type { MonitoredVisitor } from "@genkan/client/types";
import { afterEach, beforeEach, expect, it } from "vitest";
import { House } from "../../test/house";

let house: House;
beforeEach(() => {
  house = new House();
  house.permissions = ["conversations.chat", "conversations.all"];
});
afterEach(() => house.close());

const figures = (waiting: number, online = 1) => ({
  counters: { visitors: waiting + 1, online, waiting, agents: 2 },
  groups: [
    { department: "care", waiting, inChat: 1, agents: { online: 1, away: 1 } },
    { department: null, waiting: 0, inChat: 0, agents: {} },
  ],
  agents: [
    { agent: "nora", status: "online", since: 1, held: 1, limit: 3, longestSince: 2, departments: ["care"] },
    { agent: "kenji", status: "away", since: null, held: 0, limit: null, longestSince: null, departments: [] },
  ],
});
const visitor = (id: string): MonitoredVisitor => ({
  id,
  state: "waiting",
  since: 1,
  site: "shop",
  number: "123456",
  nickname: id,
  language: null,
  agent: null,
  departments: ["care"],
  named: false,
  unansweredSince: null,
  here: true,
});
const counter = (name: string) => document.querySelector(`[data-counter="${name}"] dd`)?.textContent;

async function open(): Promise<void> {
  house.departments = [{ id: "care", name: "Care", order: 1, removed: false }];
  house.answers.set("GET /api/monitor", () => [
    200,
    { seq: 10, at: Date.now(), figures: figures(1), visitors: [visitor("Mina")] },
  ]);
  await house.open("/console/monitor");
  await house.until(() => counter("waiting") === "1");
}

it("@D-01 @D-02 @D-03 @D-04 @D-14 the four counters move by what is told, without another look", async () => {
  await open();
  expect(["visitors", "online", "waiting", "agents"].map(counter)).toEqual(["2", "1", "1", "2"]);
  const changes = { since: 10, changed: [visitor("Aylin")], gone: [] };
  await house.signal("monitor", { seq: 12, at: Date.now(), figures: figures(2, 2), changes });
  await house.until(() => counter("waiting") === "2");
  expect(["visitors", "online", "waiting", "agents"].map(counter)).toEqual(["3", "2", "2", "2"]);
  expect(house.said("GET", "/api/monitor")).toHaveLength(1);
});

it("@D-07 @D-08 @D-09 @D-10 @D-12 departments and agents; choosing a department shows its people alone", async () => {
  await open();
  const care = document.querySelector('[data-group="care"]');
  expect(care?.textContent).toContain("Care");
  expect([...(care?.querySelectorAll("li") ?? [])].map((one) => one.textContent)).toEqual(["Online1", "Away1"]);
  const agents = () => [...document.querySelectorAll("[data-agent]")].map((one) => one.getAttribute("data-agent"));
  expect(agents()).toEqual(["nora", "kenji"]);
  expect(document.querySelector('[data-agent="nora"]')?.textContent).toContain("1 / 3");
  await house.click(care?.querySelector("button"));
  await house.until(() => agents().length === 1);
  expect(location.search).toBe("?department=care");
});

it("@D-12 agents are sorted by their headings, and back", async () => {
  await open();
  const agents = () => [...document.querySelectorAll("[data-agent]")].map((one) => one.getAttribute("data-agent"));
  const heading = () =>
    [...document.querySelectorAll("[data-agents] thead th")].find((one) => one.textContent?.includes("Open"));
  await house.click(heading()?.querySelector("button"));
  expect(agents()).toEqual(["kenji", "nora"]);
  expect(heading()?.getAttribute("aria-sort")).toBe("ascending");
  await house.click(heading()?.querySelector("button"));
  expect(agents()).toEqual(["nora", "kenji"]);
});

it("@D-05 the page is there for those alone who may read all", async () => {
  house.permissions = ["conversations.chat"];
  await house.open("/console/monitor");
  await house.until(() => house.text().includes("Accept next") || document.querySelector("main h1"));
  expect(document.querySelector('nav a[href$="/monitor"]')).toBeNull();
  expect(house.said("GET", "/api/monitor")).toHaveLength(0);
});
