import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { settle } from "../test/fakeServer.ts";
import { ApiError } from "./http.ts";
import { newId } from "./ids.ts";
import { createOutbox, type Entry, type Keep, memoryStorage, type Outbox } from "./outbox.ts";

type Body = { text: string };
let storage: Keep;
let boxes: Outbox<Body>[];

beforeEach(() => {
  vi.useFakeTimers();
  storage = memoryStorage();
  boxes = [];
});
afterEach(() => {
  for (const box of boxes) box.close();
  vi.useRealTimers();
});

const refuse = (status: number, code = "x", retryAfter?: number) =>
  Promise.reject(new ApiError({ type: "", title: "", status, code }, retryAfter));

function tab(send: (entry: Entry<Body>) => Promise<unknown>, keep = storage) {
  const acknowledged: string[] = [];
  const box = createOutbox<Body, unknown>({
    storage: keep,
    prefix: "out.",
    send,
    onAcknowledged: (entry) => acknowledged.push(entry.body.text),
  });
  boxes.push(box);
  const say = (text: string, queue = "c") => {
    const id = newId();
    box.add({ id, queue, body: { text } });
    return id;
  };
  return { box, say, acknowledged };
}

test("words leave in the order they were written, one after the other", async () => {
  const answers: (() => void)[] = [];
  const { say, box, acknowledged } = tab(() => new Promise<void>((resolve) => answers.push(resolve)));
  for (const text of ["one", "two", "three"]) say(text);
  await settle();
  expect(answers.length).toBe(1);
  for (const text of ["one", "two", "three"]) {
    answers.shift()!();
    await settle();
    expect(acknowledged[acknowledged.length - 1]).toBe(text);
  }
  expect(box.entries()).toEqual([]);
  expect(storage.length).toBe(0);
});

test("what is not acknowledged survives a reload and is sent with the same id", async () => {
  const first = tab(() => refuse(0));
  const id = first.say("kept");
  await settle();
  first.box.close();
  const sent: string[] = [];
  const second = tab(async (entry) => void sent.push(entry.id));
  expect(second.box.entries().map((entry) => entry.body.text)).toEqual(["kept"]);
  await settle();
  expect(sent).toEqual([id]);
  expect(storage.length).toBe(0);
});

test("no network, a server in trouble and 'too many' are tried again, as late as was asked", async () => {
  const times: number[] = [];
  const begun = Date.now();
  const { say, acknowledged } = tab(() => {
    times.push(Date.now() - begun);
    if (times.length === 1) return refuse(0);
    if (times.length === 2) return refuse(503);
    if (times.length === 3) return refuse(429, "too_many", 8000);
    return Promise.resolve();
  });
  say("patient");
  await vi.advanceTimersByTimeAsync(20_000);
  expect(acknowledged).toEqual(["patient"]);
  expect(times[3]! - times[2]!).toBeGreaterThanOrEqual(8000);
});

test("a refusal is shown, holds up nobody, and a person can offer it again", async () => {
  let ended = true;
  const { say, box, acknowledged } = tab((entry) =>
    entry.body.text === "bad" && ended ? refuse(409, "conversation_ended") : Promise.resolve(),
  );
  const id = say("bad");
  say("good");
  await settle();
  expect(acknowledged).toEqual(["good"]);
  expect(box.entries()).toMatchObject([{ id, failed: "conversation_ended" }]);
  ended = false;
  box.retry(id);
  await settle();
  expect(acknowledged).toEqual(["good", "bad"]);
});

test("after long vain tries it says 'not sent', and 'retry' begins anew", async () => {
  let up = false;
  const { say, box, acknowledged } = tab(() => (up ? Promise.resolve() : refuse(0, "offline")));
  say("patient");
  await vi.advanceTimersByTimeAsync(5 * 60_000);
  expect(box.entries()[0]!.failed).toBeUndefined();
  await vi.advanceTimersByTimeAsync(10 * 60_000);
  expect(box.entries()[0]!.failed).toBe("offline");
  up = true;
  box.retry();
  await settle();
  expect(acknowledged).toEqual(["patient"]);
});

test("the network's return is not waited for", async () => {
  let up = false;
  const { say, acknowledged } = tab(() => (up ? Promise.resolve() : refuse(0)));
  say("quick");
  await vi.advanceTimersByTimeAsync(60_000);
  up = true;
  window.dispatchEvent(new Event("online"));
  await settle();
  expect(acknowledged).toEqual(["quick"]);
});

test("another tab's words are left to it, and sent when it died", async () => {
  const dying = tab(() => new Promise(() => {}));
  const sent: string[] = [];
  const other = tab(async (entry) => void sent.push(entry.id));
  const id = dying.say("orphan");
  window.dispatchEvent(new StorageEvent("storage", { key: `out.${id}`, newValue: storage.getItem(`out.${id}`)! }));
  await vi.advanceTimersByTimeAsync(5_000);
  expect(sent).toEqual([]);
  dying.box.close();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(sent).toEqual([id]);
  expect(other.box.entries()).toEqual([]);
});

test("what another tab had acknowledged is not sent from here", async () => {
  let up = false;
  const sent: string[] = [];
  const here = tab(() => (up ? Promise.resolve(sent.push("here")) : refuse(0)));
  const id = here.say("once");
  await settle();
  storage.removeItem(`out.${id}`);
  window.dispatchEvent(new StorageEvent("storage", { key: `out.${id}`, newValue: null }));
  up = true;
  await vi.advanceTimersByTimeAsync(30_000);
  expect(sent).toEqual([]);
  expect(here.box.entries()).toEqual([]);
});

test("a storage that keeps nothing does not stop the words", async () => {
  const blocked: Keep = {
    get length(): number {
      throw new Error("blocked");
    },
    key: () => null,
    getItem: () => null,
    setItem: () => {
      throw new Error("full");
    },
    removeItem: () => {
      throw new Error("blocked");
    },
  };
  const { say, acknowledged } = tab(() => Promise.resolve(), blocked);
  say("through");
  await settle();
  expect(acknowledged).toEqual(["through"]);
});

test("a server that asks for patience is left alone until then, whatever else is written or comes back @SP-11", async () => {
  let calls = 0;
  let free = false;
  const { box, say, acknowledged } = tab(() => {
    calls++;
    return free ? Promise.resolve() : refuse(429, "too_many", 5_000);
  });
  say("one");
  await settle();
  expect(calls).toBe(1);
  free = true;
  say("two");
  box.flush();
  window.dispatchEvent(new Event("online"));
  await vi.advanceTimersByTimeAsync(4_900);
  expect(calls).toBe(1);
  await vi.advanceTimersByTimeAsync(200);
  await settle();
  expect(acknowledged).toEqual(["one", "two"]);
});
