import { ApiError, type Method } from "@genkan/client/http";
import { memoryStorage } from "@genkan/client/outbox";
import type { SharedStreamOptions } from "@genkan/client/sharedStream";
import type { Stream } from "@genkan/client/stream";
import type {
  Conversation,
  Message,
  MessagePage,
  Sent,
  Session,
  Desk as Snapshot,
  StreamEvent,
} from "@genkan/client/types";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Desk } from "./Desk";

const session = {
  agent: { id: "nora" },
  organisation: { id: "shop" },
  permissions: ["conversations.chat"],
  seq: 1,
  epoch: "first",
} as unknown as Session;

const mine = (part: Partial<Conversation> = {}): Conversation =>
  ({
    id: "a",
    state: "inChat",
    agent: "nora",
    turn: 1,
    lastSeq: 1,
    marks: { visitorDelivered: 0, visitorRead: 0, agentDelivered: 0, agentRead: 0 },
    startedAt: 1,
    acceptedAt: 2,
    ...part,
  }) as Conversation;

const message = (seq: number): Message => ({
  id: `m${seq}`,
  seq,
  at: seq,
  from: "visitor",
  kind: "text",
  text: `${seq}`,
});

/** A server that answers what the test wrote down, and a stream the test speaks through. */
class House {
  snapshot: Snapshot = {
    seq: 10,
    epoch: "first",
    waiting: [],
    mine: [mine()],
    agents: [],
    departments: [],
    statuses: [],
    sites: [],
    routing: { chat: "automatic", transferList: "tree" },
    typingPreview: true,
    leftMessagesOpen: 0,
    leftMessagesBy: "agents",
  };
  messages: Message[] = [message(1)];
  down = false;
  /** What a send is answered; by default the next seq. */
  reply: Sent | undefined;
  readonly calls: { method: Method; path: string; body: unknown }[] = [];
  stream!: SharedStreamOptions;
  readonly storage = memoryStorage();
  readonly onClosed = vi.fn();
  readonly onHeard = vi.fn();

  open(): Desk {
    return new Desk({
      session,
      storage: this.storage,
      api: this.answer,
      openStream: (options) => {
        this.stream = options;
        return { state: "live", cursor: undefined, epoch: undefined, nudge() {}, close() {} } satisfies Stream;
      },
      onClosed: this.onClosed,
      onHeard: this.onHeard,
    });
  }

  tell(event: StreamEvent): void {
    this.stream.onFrame({ id: String(event.seq), event: event.kind, data: event });
  }

  said(path: string): unknown[] {
    return this.calls.filter((call) => call.path === path).map(({ body }) => body);
  }

  private readonly answer = async <T>(method: Method, path: string, options: { body?: unknown } = {}): Promise<T> => {
    this.calls.push({ method, path, body: options.body });
    if (this.down) throw new ApiError({ type: "", title: "", status: 0, code: "offline" });
    if (path === "/api/desk") return this.snapshot as T;
    if (path.includes("/messages?")) return this.page(new URLSearchParams(path.split("?")[1])) as T;
    if (method === "POST" && path.endsWith("/messages")) {
      if (this.reply) return this.reply as T;
      const { id } = options.body as { id: string };
      return { id, seq: this.messages.length + 1, at: 99, head: this.messages.length + 1 } as T;
    }
    return undefined as T;
  };

  private page(query: URLSearchParams): MessagePage<Message> {
    const after = Number(query.get("after") ?? 0);
    const before = Number(query.get("before") ?? Number.POSITIVE_INFINITY);
    const items = this.messages.filter(({ seq }) => seq > after && seq < before);
    return { items, head: this.messages.length };
  }
}

let house: House;
let desk: Desk;
const settle = () => vi.advanceTimersByTimeAsync(1);

beforeEach(async () => {
  vi.useFakeTimers();
  house = new House();
  desk = house.open();
  await settle();
});
afterEach(() => {
  desk.close();
  vi.useRealTimers();
});

describe("the living desk", () => {
  it("begins with a snapshot and hears from there on", () => {
    expect(desk.look()).toMatchObject({ connection: "live", state: { seq: 10 } });
    expect(house.stream).toMatchObject({ url: "/api/stream", cursor: "10", epoch: "first" });
  });

  it("shows own words at once, then as sent, and never twice", async () => {
    desk.say("a", "Merhaba", "mine");
    expect(desk.look().outbox.map(({ body }) => body.text)).toEqual(["Merhaba"]);
    await settle();
    expect(desk.look().outbox).toEqual([]);
    const own = { ...message(2), id: "mine", from: "agent", text: "Merhaba" } as const;
    house.tell({
      seq: 11,
      kind: "message.sent",
      at: 1,
      conversation: "a",
      data: { message: own, unansweredSince: null },
    });
    expect(desk.look().state.talks.a?.messages.map(({ id }) => id)).toEqual(["mine"]);
  });

  it("shows the whole talk when one's own words are acknowledged before it was opened @RT-30 @AC-13", async () => {
    // Written before a reload, sent after it; meanwhile the visitor wrote too.
    house.messages = [message(1), { ...message(2), id: "mine", from: "agent" }, message(3)];
    house.reply = { id: "mine", seq: 2, at: 99, head: 3 };
    desk.say("a", "2", "mine");
    await settle();
    expect(desk.look().state.talks.a?.messages.map(({ seq }) => seq)).toEqual([2]);
    // The timeline asks for what is above, the pane for the talk itself.
    void desk.openOlder("a");
    void desk.open("a");
    await settle();
    expect(desk.look().state.talks.a?.messages.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });

  it("fetches what an acknowledgement shows to be missing @RT-30", async () => {
    house.messages = [message(1), message(2)];
    await desk.open("a");
    house.messages = [message(1), message(2), message(3), message(4)];
    house.reply = { id: "m4", seq: 4, at: 99, head: 4 };
    desk.say("a", "4", "m4");
    await settle();
    expect(desk.look().state.talks.a?.messages.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
  });

  it("keeps words written while the server is away, over a reload, and sends them when it is back", async () => {
    house.down = true;
    desk.say("a", "still here", "kept");
    await settle();
    desk.close();
    const again = house.open();
    expect(again.look().outbox.map(({ id }) => id)).toEqual(["kept"]);
    house.down = false;
    await vi.advanceTimersByTimeAsync(15_000);
    expect(again.look().outbox).toEqual([]);
    expect(house.said("/api/conversations/a/messages").at(-1)).toEqual({ id: "kept", text: "still here" });
    again.close();
  });

  it("@RT-30 after a reset loses nothing that came while the snapshot was on its way", async () => {
    house.snapshot = { ...house.snapshot, seq: 50, mine: [mine({ lastSeq: 3 })] };
    house.stream.onReset?.({ epoch: "first", seq: 50 });
    const late = { message: message(4), unansweredSince: 4 };
    house.tell({ seq: 51, kind: "message.sent", at: 1, conversation: "a", data: late });
    await settle();
    expect(desk.look().state.seq).toBe(51);
    expect(desk.look().state.talks.a?.conversation).toMatchObject({ lastSeq: 4, lastText: "4" });
  });

  it("hears no event twice, whoever passes it on", () => {
    const event = { seq: 11, kind: "leftMessage.received", at: 1, data: { message: {} } };
    house.tell(event);
    house.tell(event);
    expect(desk.look().state.leftMessagesOpen).toBe(1);
    expect(house.onHeard).toHaveBeenCalledTimes(1);
  });

  it("fetches a conversation once, and again only what is missing", async () => {
    await desk.open("a");
    await desk.open("a");
    expect(house.calls.filter(({ path }) => path.includes("/messages?"))).toHaveLength(1);
    house.messages = [1, 2, 3, 4].map(message);
    const gap = { message: message(4), unansweredSince: 4 };
    house.tell({ seq: 11, kind: "message.sent", at: 1, conversation: "a", data: gap });
    await settle();
    expect(desk.look().state.talks.a?.messages.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
    expect(house.calls.at(-1)?.path).toContain("after=1");
  });

  it("fetches what was said before a line heard early", async () => {
    house.messages = [1, 2, 3].map(message);
    house.tell({
      seq: 11,
      kind: "message.sent",
      at: 1,
      conversation: "a",
      data: { message: message(3), unansweredSince: 3 },
    });
    await settle();
    expect(desk.look().state.talks.a?.messages.map(({ seq }) => seq)).toEqual([3]);
    await desk.open("a");
    expect(desk.look().state.talks.a?.messages.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });

  it("confirms what arrived, marks what was seen, a burst as one", async () => {
    for (const seq of [2, 3, 4]) {
      const data = { message: message(seq), unansweredSince: 2 };
      house.tell({ seq: 9 + seq, kind: "message.sent", at: 1, conversation: "a", data });
    }
    desk.markRead("a");
    await vi.advanceTimersByTimeAsync(1000);
    expect(house.said("/api/conversations/a/marks").at(-1)).toEqual({ delivered: 4, read: 4 });
    expect(house.said("/api/conversations/a/marks").length).toBeLessThanOrEqual(2);
  });

  it("forgets who was typing when the connection breaks, and says so plainly", () => {
    house.stream.onFrame({ event: "typing", data: { conversation: "a", from: "visitor", state: "typing", text: "M" } });
    expect(desk.look().state.typing.a?.text).toBe("M");
    house.stream.onState?.("offline");
    expect(desk.look()).toMatchObject({ connection: "offline", state: { typing: {} } });
  });

  it("leaves when the server closes its stream", () => {
    house.stream.onClosed?.("disabled");
    expect(house.onClosed).toHaveBeenCalledOnce();
  });
});
