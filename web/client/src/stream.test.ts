import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { fakeServer, settle } from "../test/fakeServer.ts";
import { openStream, type Stream, type StreamOptions } from "./stream.ts";

let server: ReturnType<typeof fakeServer>;
let stream: Stream;
let heard: unknown[];
let states: string[];

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, "random").mockReturnValue(1);
  server = fakeServer();
});
afterEach(() => {
  stream.close();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

async function open(options: Partial<StreamOptions> = {}) {
  heard = [];
  states = [];
  stream = openStream({
    url: "http://server/visitor/stream",
    headers: () => ({ Authorization: "Visitor t" }),
    fetch: server.fetch,
    onFrame: (frame) => heard.push(frame),
    onState: (state) => states.push(state),
    onReset: (reset) => heard.push({ reset }),
    onClosed: (reason) => heard.push({ closed: reason }),
    ...options,
  });
  await settle();
}

test("@RT-30 after a break it goes on from the last frame, with the epoch, under the same credential", async () => {
  await open({ cursor: "a", epoch: "e1" });
  expect(server.last().headers).toEqual({ Authorization: "Visitor t", "Last-Event-ID": "a" });
  expect(server.last().url.searchParams.get("epoch")).toBe("e1");
  const pen = server.last().stream();
  pen.frame("hello", { epoch: "e1" });
  pen.frame("message.sent", { n: 1 }, "b");
  pen.frame("typing", { state: "typing" });
  pen.frame("heartbeat", { epoch: "e1" }, "c");
  await settle();
  expect(states).toEqual(["live"]);
  expect(heard.map((frame) => (frame as { event: string }).event)).toEqual(["message.sent", "typing", "heartbeat"]);
  pen.fail();
  await settle();
  expect(states).toEqual(["live", "reconnecting"]);
  await vi.advanceTimersByTimeAsync(1000);
  expect(server.asked.length).toBe(2);
  expect(server.last().headers["Last-Event-ID"]).toBe("c");
  server.last().stream().frame("hello", { epoch: "e1" });
  await settle();
  expect(stream.state).toBe("live");
});

test("35 seconds of silence are a dead connection", async () => {
  await open();
  const pen = server.last().stream();
  pen.frame("hello", { epoch: "e" });
  await vi.advanceTimersByTimeAsync(30_000);
  pen.frame("heartbeat", { epoch: "e" }, "1");
  await vi.advanceTimersByTimeAsync(34_000);
  expect(server.asked.length).toBe(1);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(server.asked.length).toBe(2);
  expect(server.asked[0]!.signal.aborted).toBe(true);
});

test("tries come less often, but never more than about ten seconds apart", async () => {
  await open();
  let longest = 0;
  for (let tries = 0; tries < 15; tries++) {
    const before = Date.now();
    const count = server.asked.length;
    server.last().fail();
    await settle();
    while (server.asked.length === count) await vi.advanceTimersByTimeAsync(50);
    longest = Math.max(longest, Date.now() - before);
  }
  expect(longest).toBeGreaterThan(5_000);
  expect(longest).toBeLessThanOrEqual(10_100);
});

test("the network's return, or a look at the page, ends the waiting at once", async () => {
  await open();
  for (let tries = 0; tries < 8; tries++) {
    server.last().fail();
    await vi.advanceTimersByTimeAsync(10_000);
  }
  server.last().fail();
  await settle();
  const count = server.asked.length;
  window.dispatchEvent(new Event("online"));
  await settle();
  expect(server.asked.length).toBe(count + 1);
  server.last().fail();
  await settle();
  document.dispatchEvent(new Event("visibilitychange"));
  await settle();
  expect(server.asked.length).toBe(count + 2);
});

test("after sleep a page shown again does not wait for late timers", async () => {
  await open();
  const pen = server.last().stream();
  pen.frame("hello", { epoch: "e" });
  await settle();
  document.dispatchEvent(new Event("visibilitychange"));
  await settle();
  expect(server.asked.length).toBe(1);
  vi.setSystemTime(Date.now() + 3_600_000);
  document.dispatchEvent(new Event("visibilitychange"));
  await settle();
  expect(server.asked.length).toBe(2);
});

test("a reset gives up the cursor and tells", async () => {
  await open({ cursor: "old", epoch: "e1" });
  const pen = server.last().stream();
  pen.frame("hello", { epoch: "e2" });
  pen.frame("reset", { epoch: "e2", cursor: "new" });
  await settle();
  expect(heard).toEqual([{ reset: { epoch: "e2", cursor: "new" } }]);
  pen.fail();
  await vi.advanceTimersByTimeAsync(1000);
  expect(server.last().headers["Last-Event-ID"]).toBe("new");
  expect(server.last().url.searchParams.get("epoch")).toBe("e2");
});

test("signed out, disabled or refused is the end; a server in trouble is not", async () => {
  await open();
  const pen = server.last().stream();
  pen.frame("closed", { reason: "signed_out" });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(heard).toEqual([{ closed: "signed_out" }]);
  expect(server.asked.length).toBe(1);

  await open();
  server.last().status(401);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(heard).toEqual([{ closed: "refused" }]);
  expect(server.asked.length).toBe(2);

  await open();
  server.last().status(503, { "Retry-After": "20" });
  await vi.advanceTimersByTimeAsync(19_000);
  expect(server.asked.length).toBe(3);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(server.asked.length).toBe(4);
});

test("where a proxy holds streams back it asks by long poll and misses nothing", async () => {
  await open({ cursor: "a", epoch: "e" });
  server.last().stream();
  await vi.advanceTimersByTimeAsync(11_000);
  server.last().stream();
  await vi.advanceTimersByTimeAsync(11_000);
  expect(server.last().url.search).toBe("?wait=1&after=a&epoch=e");
  server.last().json({ events: [{ id: "b", event: "message.sent", data: 1 }], cursor: "c", epoch: "e" });
  await settle();
  expect(heard).toEqual([{ id: "b", event: "message.sent", data: 1 }]);
  expect(stream.state).toBe("live");
  expect(server.last().url.search).toBe("?wait=25&after=c&epoch=e");
  server.last().json({ events: [], cursor: "n", epoch: "e2", reset: true });
  await settle();
  expect(heard[1]).toEqual({ reset: { epoch: "e2", cursor: "n" } });
  expect(server.last().url.search).toBe("?wait=25&after=n&epoch=e2");
});

test("a server that answers and hangs up at once is not asked in a tight circle", async () => {
  await open();
  const end = Date.now() + 60_000;
  while (Date.now() < end) {
    const count = server.asked.length;
    const pen = server.last().stream();
    pen.frame("hello", { epoch: "e" });
    pen.end();
    while (server.asked.length === count && Date.now() < end) await vi.advanceTimersByTimeAsync(100);
  }
  expect(server.asked.length).toBeLessThan(15);
});
