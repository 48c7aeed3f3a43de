import type { Typing } from "@genkan/client/types";
import { beforeEach, describe, expect, it } from "vitest";
import { type Told, TypingLease } from "./typingLease";

let now: number;
let posts: Typing[];
let lease: TypingLease;
const states = () => posts.map(({ state }) => state);

beforeEach(() => {
  now = 1000;
  posts = [];
  let ids = 0;
  lease = new TypingLease({ post: (typing) => posts.push(typing), newId: () => `id-${++ids}`, now: () => now });
});

describe("what the visitor learns of an agent's typing", () => {
  it("@RT-04 is that one writes: at once, and again before the lease of six seconds ends", () => {
    for (let key = 0; key < 100; key++) {
      lease.wrote("a".repeat(key + 1));
      now += 100;
    }
    expect(posts.length).toBeGreaterThanOrEqual(3);
    expect(posts.length).toBeLessThanOrEqual(4);
    expect(new Set(states())).toEqual(new Set(["typing"]));
  });

  it("@RT-05 is that words were left behind, until they are sent or deleted", () => {
    lease.wrote("Merhaba");
    lease.left();
    lease.left();
    expect(states()).toEqual(["typing", "entered"]);
    lease.returned("Merhaba");
    lease.wrote("");
    expect(states()).toEqual(["typing", "entered", "none"]);
  });

  it("@RT-05 can be taken back after a reload or a look at another conversation", () => {
    let kept: Told | null = null;
    const keep = (told: Told | null) => {
      kept = told;
    };
    const post = (typing: Typing) => void posts.push(typing);
    const before = new TypingLease({ post, newId: () => "first", keep });
    before.wrote("Merhaba");
    before.left();
    const after = new TypingLease({ post, newId: () => "second", told: kept, keep });
    after.returned("Merhaba");
    expect(after.future).toBe("first");
    after.wrote("");
    expect(posts.at(-1)).toEqual({ message: "first", counter: 3, state: "none" });
    after.sent();
    expect(kept).toBeNull();
    expect(after.future).toBe("second");
  });

  it("is nothing when nothing was written", () => {
    lease.wrote("   ");
    lease.left();
    expect(posts).toEqual([]);
  });

  it("never carries the text, and counts up under the id the message will have", () => {
    const first = lease.future;
    lease.wrote("secret");
    lease.left();
    expect(JSON.stringify(posts)).not.toContain("secret");
    expect(posts.map(({ message, counter }) => [message, counter])).toEqual([
      [first, 1],
      [first, 2],
    ]);
    lease.sent();
    lease.wrote("next");
    expect(posts.at(-1)).toMatchObject({ counter: 1, state: "typing" });
    expect(posts.at(-1)?.message).not.toBe(first);
  });
});
