import type { Monitor, MonitorAgent, MonitoredVisitor, MonitorNews } from "@genkan/client/types";
import { expect, test, vi } from "vitest";
import { MonitorWatch } from "./MonitorWatch";
import { applyNews, fromLook, inGroup, sorted, statusCounts, turned } from "./monitorState";

const visitor = (id: string, part: Partial<MonitoredVisitor> = {}): MonitoredVisitor => ({
  id,
  state: "waiting",
  since: 100,
  site: "shop",
  number: "123456",
  nickname: null,
  language: null,
  agent: null,
  departments: [],
  named: false,
  unansweredSince: null,
  here: true,
  ...part,
});
const figures = (waiting: number): Monitor["figures"] => ({
  counters: { visitors: waiting, online: 1, waiting, agents: 2 },
  groups: [],
  agents: [],
});
const look = (seq: number, ...visitors: MonitoredVisitor[]): Monitor => ({
  seq,
  at: 1_000,
  figures: figures(visitors.length),
  visitors,
});
const step = (since: number, seq: number, changed: MonitoredVisitor[], gone: string[] = []): MonitorNews => ({
  seq,
  at: 2_000,
  figures: figures(changed.length),
  changes: { since, changed, gone },
});

test("a step changes what it names and leaves the rest @D-05 @D-14", () => {
  const before = fromLook(look(5, visitor("a"), visitor("b")), 0);
  const after = applyNews(before, step(5, 7, [visitor("c"), visitor("b", { state: "inChat" })], ["a"]), 0);
  expect([...(after?.visitors.values() ?? [])].map(({ id, state }) => `${id} ${state}`)).toEqual([
    "b inChat",
    "c waiting",
  ]);
  expect(after?.figures.counters.waiting).toBe(2);
  expect(after?.seq).toBe(7);
});

test("a step that begins after what is known asks for a fresh look, an older one is passed over @D-14", () => {
  const state = fromLook(look(5, visitor("a")), 0);
  expect(applyNews(state, step(6, 8, []), 0)).toBeNull();
  expect(applyNews(state, step(2, 4, [], ["a"]), 0)).toBe(state);
  // After each connect the figures come alone: the list is right where nothing happened meanwhile.
  expect(applyNews(state, { seq: 5, at: 1, figures: figures(9) }, 0)?.figures.counters.waiting).toBe(9);
  expect(applyNews(state, { seq: 6, at: 1, figures: figures(9) }, 0)).toBeNull();
});

test("durations are counted on the server's clock @D-12", () => {
  const state = fromLook(look(5), 400);
  expect(state.ahead).toBe(600);
  expect(applyNews(state, step(5, 6, []), 2_500)?.ahead).toBe(-500);
});

test("what has no value comes last whichever way one sorts, and equal ones keep their place @D-05", () => {
  const list = [visitor("c", { unansweredSince: 7 }), visitor("b"), visitor("a"), visitor("d", { unansweredSince: 3 })];
  const order = (way: "up" | "down") =>
    sorted(
      list,
      ({ unansweredSince }) => [unansweredSince],
      ({ id }) => id,
      way,
      "en",
    ).map(({ id }) => id);
  expect(order("up")).toEqual(["d", "c", "a", "b"]);
  expect(order("down")).toEqual(["c", "d", "a", "b"]);
  expect(turned({ by: "state", way: "up" }, "state")).toEqual({ by: "state", way: "down" });
  expect(turned({ by: "state", way: "down" }, "agent")).toEqual({ by: "agent", way: "up" });
});

test("names are sorted as the reader's language does @D-12", () => {
  const sort = (language: string) =>
    sorted(
      ["Işık", "İpek", "Hale"],
      (one) => [one],
      (one) => one,
      "up",
      language,
    ).join(" ");
  expect(sort("tr")).toBe("Hale Işık İpek");
});

test("a chosen department shows who waits for it and whom its agents have @D-10", () => {
  const agents = new Map([["ada", { agent: "ada", departments: ["care"] } as unknown as MonitorAgent]]);
  const waits = visitor("w", { departments: ["sales"] });
  const talks = visitor("t", { state: "inChat", agent: "ada", departments: ["sales"] });
  const anybody = visitor("x");
  const shown = (department: string | null | undefined) =>
    [waits, talks, anybody].filter((one) => inGroup(one, department, agents)).map(({ id }) => id);
  expect(shown("sales")).toEqual(["w"]);
  expect(shown("care")).toEqual(["t"]);
  expect(shown(null)).toEqual(["x"]);
  expect(shown(undefined)).toEqual(["w", "t", "x"]);
});

test("agents are counted by status in the order of the menu @D-09", () => {
  const group = { department: null, waiting: 0, inChat: 0, agents: { own: 1, offline: 2, online: 3 } };
  expect(statusCounts(group, ["online", "busy", "offline"])).toEqual([
    ["online", 3],
    ["offline", 2],
    ["own", 1],
  ]);
});

test("what comes while the first look is on its way is applied to it; a missing step asks again once @D-14", async () => {
  const views: (number | undefined)[] = [];
  const answers = [look(5, visitor("a")), look(9, visitor("a"), visitor("b"), visitor("c"))];
  const ask = vi.fn(async () => answers.shift() as Monitor);
  const watch = new MonitorWatch({
    look: ask,
    onChange: ({ state }) => views.push(state?.visitors.size),
    now: () => 0,
  });
  const first = watch.look();
  watch.hear(step(5, 6, [visitor("b")]));
  await first;
  expect(views).toEqual([2]);

  watch.hear(step(8, 9, [visitor("c")]));
  await vi.waitFor(() => expect(views).toEqual([2, 3]));
  expect(ask).toHaveBeenCalledTimes(2);
  watch.close();
});

test("a look that is refused says so, and the next one helps @D-14", async () => {
  const problems: unknown[] = [];
  const refused = new Error("no");
  const ask = vi.fn<() => Promise<Monitor>>().mockRejectedValueOnce(refused).mockResolvedValueOnce(look(1));
  const watch = new MonitorWatch({ look: ask, onChange: ({ problem }) => problems.push(problem) });
  await watch.look();
  await watch.look();
  expect(problems).toEqual([refused, null]);
  watch.close();
});
