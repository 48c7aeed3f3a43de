import type { Typing } from "@genkan/client/types";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { reportTyping, type TypingReporter } from "./typing.ts";

let posts: (Typing & { time: number })[];
let reporter: TypingReporter;
let preview: boolean;

beforeEach(() => {
  vi.useFakeTimers();
  posts = [];
  preview = true;
  reporter = reportTyping(
    (typing) => posts.push({ ...typing, time: Date.now() }),
    () => preview,
  );
});
afterEach(() => {
  reporter.close();
  vi.useRealTimers();
});
const said = () => posts.map(({ state, text }) => (text === undefined ? state : `${state} ${text}`));

test("@RT-06 the other side gets the very text, deletions too, at most four times a second", () => {
  for (let length = 1; length <= 40; length++) {
    reporter.write("x".repeat(length));
    vi.advanceTimersByTime(50);
  }
  reporter.write("x");
  vi.advanceTimersByTime(400);
  expect(posts[posts.length - 1]).toMatchObject({ state: "typing", text: "x" });
  for (const [index, post] of posts.entries()) {
    if (index >= 4) expect(post.time - posts[index - 4]!.time).toBeGreaterThanOrEqual(1_000);
    expect(post.counter).toBe(index + 1);
    expect(post.message).toBe(posts[0]!.message);
  }
});

test("@RT-03 with preview off only the fact is told", () => {
  preview = false;
  reporter.write("secret");
  reporter.leave();
  expect(said()).toEqual(["typing", "entered"]);
});

test("@RT-03 typing is told again before the server's lease of 6 s runs out, and not for ever", () => {
  reporter.write("a");
  vi.advanceTimersByTime(3_000);
  reporter.write("ab");
  vi.advanceTimersByTime(60_000);
  const times = posts.map(({ time }) => time);
  for (let index = 1; index < times.length; index++) expect(times[index]! - times[index - 1]!).toBeLessThan(6_000);
  expect(said()).toEqual(["typing a", "typing ab", "typing ab", "entered ab"]);
});

test("@RT-05 who looks elsewhere has entered text; deleting it takes the notice back", () => {
  reporter.write("half");
  reporter.leave();
  vi.advanceTimersByTime(1_000);
  reporter.write("");
  vi.advanceTimersByTime(1_000);
  expect(said()).toEqual(["typing half", "entered half", "none"]);
});

test("who only looks in and out says nothing", () => {
  reporter.leave();
  reporter.write("  ");
  reporter.leave();
  vi.advanceTimersByTime(10_000);
  expect(posts).toEqual([]);
});

test("each message has an id of its own, counted from one", () => {
  reporter.write("one");
  reporter.done();
  vi.advanceTimersByTime(1_000);
  reporter.write("two");
  expect(posts[2]).toMatchObject({ state: "typing", counter: 1 });
  expect(posts[2]!.message).not.toBe(posts[0]!.message);
});
