import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Asked, fakeServer, settle } from "../test/fakeServer.ts";
import { shareStream } from "./sharedStream.ts";
import type { Frame, Stream } from "./stream.ts";

/** Web Locks as the standard says: one holder, a line, `signal` and `steal`. */
function fakeLocks() {
  type Request = { run: () => Promise<unknown> | undefined; resolve: (v: unknown) => void; reject: (e: Error) => void };
  let holder: Request | undefined;
  const line: Request[] = [];
  function next() {
    const request = line.shift();
    if (!request) return;
    holder = request;
    void Promise.resolve(request.run()).then((value) => {
      if (holder !== request) return;
      holder = undefined;
      request.resolve(value);
      next();
    });
  }
  return {
    request: (_: string, options: { signal?: AbortSignal; steal?: boolean }, run: Request["run"]) =>
      new Promise((resolve, reject) => {
        const request = { run, resolve, reject };
        options.signal?.addEventListener("abort", () => {
          const place = line.indexOf(request);
          if (place < 0) return;
          line.splice(place, 1);
          reject(new DOMException("", "AbortError"));
        });
        if (options.steal && holder) {
          const robbed = holder;
          holder = undefined;
          robbed.reject(new DOMException("", "AbortError"));
          line.unshift(request);
        } else line.push(request);
        if (!holder) queueMicrotask(() => !holder && next());
      }),
  };
}

/** Delivers in order, later, to everyone but the sender; a frozen channel keeps its post. */
class FakeChannel {
  static all: FakeChannel[] = [];
  onmessage: ((event: { data: unknown }) => void) | undefined;
  deaf = false;
  readonly name: string;
  constructor(name: string) {
    this.name = name;
    FakeChannel.all.push(this);
  }
  postMessage(data: unknown) {
    if (this.deaf) return;
    const copy = structuredClone(data);
    for (const other of FakeChannel.all)
      if (other !== this && other.name === this.name)
        queueMicrotask(() => {
          if (FakeChannel.all.includes(other) && !other.deaf) other.onmessage?.({ data: copy });
        });
  }
  close() {
    FakeChannel.all = FakeChannel.all.filter((channel) => channel !== this);
  }
}

let server: ReturnType<typeof fakeServer>;
let tabs: { stream: Stream; heard: Frame[]; closed: string[]; resets: number }[];

beforeEach(() => {
  vi.useFakeTimers();
  FakeChannel.all = [];
  vi.stubGlobal("BroadcastChannel", FakeChannel);
  Object.defineProperty(navigator, "locks", { value: fakeLocks(), configurable: true });
  server = fakeServer();
  tabs = [];
});
afterEach(() => {
  for (const { stream } of tabs) stream.close();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

async function openTab(cursor = "0") {
  const tab = { heard: [] as Frame[], closed: [] as string[], resets: 0 } as (typeof tabs)[number];
  tab.stream = shareStream({
    name: "talk",
    url: "http://server/visitor/stream",
    cursor,
    epoch: "e",
    fetch: server.fetch,
    onFrame: (frame) => frame.event !== "heartbeat" && tab.heard.push(frame),
    onReset: () => tab.resets++,
    onClosed: (reason) => tab.closed.push(reason),
  });
  tabs.push(tab);
  await settle();
  return tab;
}

const streams = () => server.asked.filter((asked) => !asked.url.searchParams.has("wait"));
const polls = () => server.asked.filter((asked) => asked.url.searchParams.has("wait"));
const ids = (tab: { heard: Frame[] }) => tab.heard.map((frame) => frame.id ?? frame.event);
const nothingMissed = (asked: Asked, cursor: string) => asked.json({ events: [], cursor, epoch: "e" });

test("@RT-30 three tabs read one connection and all hear everything once", async () => {
  const first = await openTab();
  const pen = streams()[0]!.stream();
  pen.frame("hello", { epoch: "e" });
  pen.frame("availability", { state: "waiting" });
  await settle();
  const second = await openTab();
  const third = await openTab();
  expect(streams().length).toBe(1);
  for (const poll of polls()) nothingMissed(poll, "0");
  await settle();
  pen.frame("message.sent", 1, "1");
  pen.frame("message.sent", 2, "2");
  await settle();
  expect(ids(first)).toEqual(["availability", "1", "2"]);
  // Standing values are given to those who come later.
  expect(new Set(ids(second))).toEqual(new Set(["availability", "1", "2"]));
  expect(third.heard.filter((frame) => frame.id).map((frame) => frame.id)).toEqual(["1", "2"]);
  expect(third.stream.state).toBe("live");
});

test("when the leading tab dies the next one goes on from its own cursor", async () => {
  const first = await openTab();
  const pen = streams()[0]!.stream();
  pen.frame("hello", { epoch: "e" });
  await settle();
  const second = await openTab();
  nothingMissed(polls()[0]!, "0");
  await settle();
  pen.frame("message.sent", 1, "1");
  await settle();
  first.stream.close();
  await settle();
  expect(streams().length).toBe(2);
  expect(streams()[1]!.headers["Last-Event-ID"]).toBe("1");
  const next = streams()[1]!.stream();
  next.frame("hello", { epoch: "e" });
  next.frame("message.sent", 1, "1");
  next.frame("message.sent", 2, "2");
  await settle();
  expect(ids(second)).toEqual(["1", "2"]);
});

test("a tab that joins asks for what lies between its snapshot and the connection", async () => {
  await openTab();
  const pen = streams()[0]!.stream();
  pen.frame("hello", { epoch: "e" });
  for (const n of [1, 2, 3]) pen.frame("message.sent", n, String(n));
  await settle();
  const late = await openTab("1");
  pen.frame("message.sent", 4, "4");
  await settle();
  expect(late.heard).toEqual([]);
  expect(polls()[0]!.url.search).toBe("?wait=0&after=1&epoch=e");
  const missed = [2, 3, 4].map((n) => ({ id: String(n), event: "message.sent", data: n }));
  polls()[0]!.json({ events: missed, cursor: "4", epoch: "e" });
  await settle();
  pen.frame("message.sent", 5, "5");
  await settle();
  expect(ids(late)).toEqual(["2", "3", "4", "5"]);
});

test("a tab that missed something on the way notices the gap", async () => {
  await openTab();
  const pen = streams()[0]!.stream();
  pen.frame("hello", { epoch: "e" });
  await settle();
  const second = await openTab();
  nothingMissed(polls()[0]!, "0");
  await settle();
  FakeChannel.all[1]!.deaf = true;
  pen.frame("message.sent", 1, "1");
  await settle();
  FakeChannel.all[1]!.deaf = false;
  pen.frame("message.sent", 2, "2");
  await settle();
  polls()[1]!.json({ events: [1, 2].map((n) => ({ id: String(n), event: "m", data: n })), cursor: "2", epoch: "e" });
  await settle();
  expect(ids(second)).toEqual(["1", "2"]);
});

test("a visible tab takes over from a leader that is frozen, which follows when it wakes", async () => {
  const first = await openTab();
  const pen = streams()[0]!.stream();
  pen.frame("hello", { epoch: "e" });
  await settle();
  const second = await openTab();
  nothingMissed(polls()[0]!, "0");
  await settle();
  FakeChannel.all[0]!.deaf = true;
  await vi.advanceTimersByTimeAsync(51_000);
  const taken = streams().filter((asked) => !asked.signal.aborted);
  expect(taken.length).toBe(1);
  expect(streams()[0]!.signal.aborted).toBe(true);
  FakeChannel.all[0]!.deaf = false;
  const next = taken[0]!.stream();
  next.frame("hello", { epoch: "e" });
  next.frame("message.sent", 1, "1");
  await settle();
  for (const poll of polls().slice(1)) nothingMissed(poll, "1");
  await settle();
  expect([ids(first), ids(second)]).toEqual([["1"], ["1"]]);
});

test("a reset and the end reach every tab", async () => {
  const first = await openTab();
  const pen = streams()[0]!.stream();
  pen.frame("hello", { epoch: "e" });
  await settle();
  const second = await openTab();
  nothingMissed(polls()[0]!, "0");
  await settle();
  pen.frame("reset", { epoch: "f", cursor: "9" });
  await settle();
  expect([first.resets, second.resets, second.stream.cursor, second.stream.epoch]).toEqual([1, 1, "9", "f"]);
  pen.frame("closed", { reason: "disabled" });
  await settle();
  expect([first.closed, second.closed]).toEqual([["disabled"], ["disabled"]]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(streams().length).toBe(1);
});

test("a page put aside for the back button lets go of lock and connection, and returns", async () => {
  const only = await openTab();
  const pen = streams()[0]!.stream();
  pen.frame("hello", { epoch: "e" });
  pen.frame("message.sent", 1, "1");
  await settle();
  window.dispatchEvent(new Event("pagehide"));
  await settle();
  expect([streams()[0]!.signal.aborted, FakeChannel.all.length]).toEqual([true, 0]);
  window.dispatchEvent(new Event("pageshow"));
  await settle();
  expect(streams()[1]!.headers["Last-Event-ID"]).toBe("1");
  expect(ids(only)).toEqual(["1"]);
});

test("without Web Locks each tab has its own stream", async () => {
  Object.defineProperty(navigator, "locks", { value: undefined, configurable: true });
  await openTab();
  await openTab();
  expect(streams().length).toBe(2);
});

test("where locks are blocked together with the storage each tab has its own stream, once", async () => {
  const request = vi.fn(() => Promise.reject(new DOMException("", "SecurityError")));
  Object.defineProperty(navigator, "locks", { value: { request }, configurable: true });
  await openTab();
  await openTab();
  await vi.advanceTimersByTimeAsync(1_000);
  expect([streams().length, request.mock.calls.length]).toEqual([2, 2]);
});
