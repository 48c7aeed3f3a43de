import type { Conversation, Desk, Message, StreamEvent } from "@genkan/client/types";
import { describe, expect, it } from "vitest";
import {
  applyPresence,
  applyStreamEvent,
  applyTyping,
  changeTalk,
  type DeskState,
  fromSnapshot,
  hasLeft,
  mineOf,
  placeConversation,
  renew,
  unreadOf,
  waitingOf,
  workOf,
} from "./deskState";

const nora = "nora";
const kenji = "kenji";

function conversation(id: string, part: Partial<Conversation> = {}): Conversation {
  return {
    id,
    state: "waiting",
    site: "shop",
    visitor: `visitor-of-${id}`,
    number: "123456",
    nickname: null,
    language: "tr",
    agent: null,
    startType: "visitor",
    endType: null,
    valid: false,
    turn: 1,
    lastSeq: 1,
    marks: { visitorDelivered: 0, visitorRead: 0, agentDelivered: 0, agentRead: 0 },
    lastText: null,
    lastFrom: null,
    unansweredSince: null,
    startedAt: 1000,
    acceptedAt: null,
    openedAt: null,
    queuedAt: 1000,
    returned: 0,
    endedAt: null,
    closedAt: null,
    page: null,
    consentAt: null,
    ...part,
  };
}

const mineFrom = (id: string, part: Partial<Conversation> = {}) =>
  conversation(id, { state: "inChat", agent: nora, turn: 2, acceptedAt: 2000, openedAt: 2000, ...part });

function desk(part: Partial<Desk> = {}): Desk {
  return {
    seq: 10,
    epoch: "first",
    waiting: [],
    mine: [],
    agents: [
      {
        id: nora,
        name: "Nora",
        nickname: null,
        avatar: null,
        status: "online",
        disabled: false,
        removed: false,
        departments: [],
      },
      {
        id: kenji,
        name: "Kenji",
        nickname: null,
        avatar: null,
        status: "away",
        disabled: false,
        removed: false,
        departments: [],
      },
    ],
    departments: [],
    statuses: [],
    sites: [{ id: "shop", name: "Shop" }],
    routing: { chat: "automatic", transferList: "tree" },
    typingPreview: true,
    leftMessagesOpen: 0,
    leftMessagesBy: "agents",
    ...part,
  };
}

function message(seq: number, part: Partial<Message> = {}): Message {
  return { id: `message-${seq}`, seq, at: 3000 + seq, from: "visitor", kind: "text", text: `words ${seq}`, ...part };
}

let seq = 10;
const event = (kind: string, data: unknown, of?: string): StreamEvent => ({
  seq: ++seq,
  kind,
  at: 5000,
  ...(of !== undefined && { conversation: of }),
  data,
});
const apply = (state: DeskState, ...events: StreamEvent[]) => events.reduce(applyStreamEvent, state);
const said = (of: string, one: Message, unansweredSince: number | null = null) =>
  event("message.sent", { message: one, unansweredSince }, of);

/** What a screen can see of both: everything but the messages, which a snapshot does not carry. */
function seen(state: DeskState) {
  const { talks, seq: _, ...rest } = state;
  return { ...rest, talks: Object.fromEntries(Object.entries(talks).map(([id, talk]) => [id, talk.conversation])) };
}

describe("the desk", () => {
  it("@RT-30 old snapshot and the events after it equal the fresh snapshot", () => {
    seq = 10;
    const old = desk({ waiting: [conversation("a"), conversation("b", { startedAt: 1100 })], mine: [mineFrom("c")] });
    const begun = conversation("d", { startedAt: 1200 });
    const joined = message(2, { from: "system", kind: "system", text: "agent_joined" });
    const accepted = conversation("a", {
      state: "inChat",
      agent: nora,
      turn: 2,
      acceptedAt: 4000,
      openedAt: 4000,
      lastSeq: 2,
    });
    const events = [
      event("conversation.started", { conversation: begun }, "d"),
      said("a", joined),
      event("conversation.accepted", { conversation: accepted }, "a"),
      event("conversation.accepted", { conversation: conversation("b", { state: "inChat", agent: kenji }) }, "b"),
      said("a", message(3, { text: "Merhaba" }), 3003),
      said("a", message(4, { from: "agent", agent: nora, text: "Hoş geldiniz" })),
      event(
        "conversation.marked",
        { marks: { visitorDelivered: 4, visitorRead: 4, agentDelivered: 4, agentRead: 4 } },
        "a",
      ),
      said("c", message(2, { text: "bye" }), 3002),
      event("conversation.ended", { conversation: mineFrom("c", { state: "closed", lastSeq: 2 }) }, "c"),
      event("agent.status", { agent: kenji, status: "online" }),
      event("site.added", { site: { id: "blog", name: "Blog" } }),
      event("settings.changed", { typingPreview: false }),
      event("leftMessage.received", { message: {} }),
    ];
    const fresh = desk({
      seq,
      waiting: [begun],
      mine: [
        {
          ...accepted,
          lastSeq: 4,
          valid: true,
          lastText: "Hoş geldiniz",
          lastFrom: "agent",
          unansweredSince: null,
          marks: { visitorDelivered: 4, visitorRead: 4, agentDelivered: 4, agentRead: 4 },
        },
      ],
      agents: old.agents.map((agent) => (agent.id === kenji ? { ...agent, status: "online" } : agent)),
      sites: [...old.sites, { id: "blog", name: "Blog", removed: false }],
      typingPreview: false,
      leftMessagesOpen: 1,
    });
    const state = apply(fromSnapshot(old, nora), ...events);
    expect(seen(state)).toEqual(seen(fromSnapshot(fresh, nora)));
    expect(state.seq).toBe(fresh.seq);
  });

  it("@Q-08 lists who waits, the longest first", () => {
    const state = apply(
      fromSnapshot(desk({ waiting: [conversation("late", { startedAt: 2000 })] }), nora),
      event("conversation.started", { conversation: conversation("early", { startedAt: 1000 }) }, "early"),
    );
    expect(waitingOf(state).map(({ id }) => id)).toEqual(["early", "late"]);
  });

  it("@Q-43 puts what came back before those who came later, though they have waited longer", () => {
    const back = mineFrom("back", { startedAt: 3000 });
    const state = apply(
      fromSnapshot(desk({ mine: [back], waiting: [conversation("first")] }), nora),
      event(
        "conversation.returned",
        { conversation: { ...back, state: "waiting", agent: null, turn: 3, returned: 1 } },
        "back",
      ),
    );
    expect(waitingOf(state).map(({ id }) => id)).toEqual(["back", "first"]);
    expect(mineOf(state)).toEqual([]);
  });

  it("@TR-01 loses what a colleague has now, also when an older report comes late", () => {
    const old = mineFrom("a", { turn: 2 });
    const handed = apply(
      fromSnapshot(desk({ mine: [old] }), nora),
      event("conversation.transferred", { conversation: { ...old, agent: kenji, turn: 3 } }, "a"),
    );
    expect(mineOf(handed)).toEqual([]);
    const back = apply(handed, event("conversation.transferred", { conversation: { ...old, turn: 4 } }, "a"));
    expect(
      mineOf(apply(back, event("conversation.opened", { conversation: { ...old, agent: kenji, turn: 3 } }, "a"))).map(
        ({ id }) => id,
      ),
    ).toEqual(["a"]);
  });

  it("@Q-10 drops a request from the list the moment a colleague has taken it", () => {
    const before = fromSnapshot(desk({ waiting: [conversation("a")] }), nora);
    const taken = conversation("a", { state: "inChat", agent: kenji });
    const state = apply(before, event("conversation.accepted", { conversation: taken }, "a"));
    expect(waitingOf(before)).toHaveLength(1);
    expect(waitingOf(state)).toEqual([]);
    expect(mineOf(state)).toEqual([]);
  });

  it("@AC-13 keeps one row per conversation, however often it is heard of", () => {
    const accepted = mineFrom("a");
    const once = placeConversation(fromSnapshot(desk({ waiting: [conversation("a")] }), nora), accepted);
    const twice = apply(once, event("conversation.accepted", { conversation: accepted }, "a"));
    expect(mineOf(twice).map(({ id }) => id)).toEqual(["a"]);
  });

  it("@AC-17 @RT-31 keeps who has left, last in the list", () => {
    let state = fromSnapshot(desk({ mine: [mineFrom("a"), mineFrom("b", { acceptedAt: 2500 })] }), nora);
    expect(mineOf(state).map(({ id }) => id)).toEqual(["a", "b"]);
    state = applyPresence(state, { conversation: "a", online: false });
    expect(mineOf(state).map(({ id }) => id)).toEqual(["b", "a"]);
    state = applyPresence(state, { conversation: "a", online: true });
    const ended = mineFrom("a", { state: "endedByVisitor", endType: "visitor" });
    state = apply(state, event("conversation.ended", { conversation: ended }, "a"));
    expect(mineOf(state).map(({ id }) => id)).toEqual(["b", "a"]);
    expect(hasLeft(state, ended)).toBe(true);
  });

  it("@RT-28 counts what is unread per conversation: newest minus read", () => {
    const state = apply(
      fromSnapshot(desk({ mine: [mineFrom("a"), mineFrom("b")] }), nora),
      said("a", message(2), 3002),
      said("a", message(3), 3002),
    );
    const [a, b] = [state.talks.a?.conversation, state.talks.b?.conversation];
    expect([a && unreadOf(a), b && unreadOf(b)]).toEqual([3, 1]);
    const answered = apply(state, said("a", message(4, { from: "agent", agent: nora })));
    expect(answered.talks.a && unreadOf(answered.talks.a.conversation)).toBe(0);
  });

  it("@RT-18 takes an event twice, late or out of order without doubling or reordering a word", () => {
    const start = fromSnapshot(desk({ mine: [mineFrom("a")] }), nora);
    const [two, three] = [said("a", message(2)), said("a", message(3))];
    const state = apply(start, three, two, three);
    expect(state.talks.a?.messages.map((one) => one.seq)).toEqual([2, 3]);
    expect(state.talks.a?.conversation).toMatchObject({ lastSeq: 3, lastText: "words 3" });
  });

  it("shows the new words of an edited last message in the row, and none of a retracted one", () => {
    const heard = apply(
      fromSnapshot(desk({ mine: [mineFrom("a")] }), nora),
      said("a", message(2, { from: "agent", agent: nora, text: "Wednesday" })),
    );
    const better = message(2, { from: "agent", agent: nora, text: "Tuesday", editedAt: 9000 });
    const edited = apply(heard, event("message.edited", { message: better, last: true }, "a"));
    expect(edited.talks.a?.conversation.lastText).toBe("Tuesday");
    expect(edited.talks.a?.messages[0]?.text).toBe("Tuesday");
    const gone = message(2, { from: "agent", agent: nora, text: "", retractedAt: 9500 });
    const retracted = apply(edited, event("message.retracted", { message: gone, last: true }, "a"));
    expect(retracted.talks.a?.conversation.lastText).toBeNull();
  });

  it("@AC-10 says waiting, in chat, or replying to an unread message", () => {
    const read = mineFrom("a", { marks: { visitorDelivered: 1, visitorRead: 1, agentDelivered: 1, agentRead: 1 } });
    expect(workOf([])).toBe("waiting");
    expect(workOf([read])).toBe("inChat");
    expect(workOf([read, mineFrom("b")])).toBe("replying");
    expect(workOf([mineFrom("b", { state: "endedByVisitor" })])).toBe("waiting");
  });
});

describe("what the visitor is doing", () => {
  const start = fromSnapshot(desk({ mine: [mineFrom("a")] }), nora);

  it("@RT-06 follows the very text, deletions too, and ends when it is sent", () => {
    const typing = (text: string) => ({ conversation: "a", from: "visitor", state: "typing", text }) as const;
    let state = applyTyping(start, typing("Merhaba, kargo"));
    state = applyTyping(state, typing("Merhaba"));
    expect(state.typing.a).toEqual({ state: "typing", text: "Merhaba" });
    expect(apply(state, said("a", message(2))).typing).toEqual({});
  });

  it("@RT-03 @RT-05 knows typing without text, and text left behind", () => {
    const typing = applyTyping(start, { conversation: "a", from: "visitor", state: "typing" });
    expect(typing.typing.a).toEqual({ state: "typing" });
    const entered = applyTyping(typing, { conversation: "a", from: "visitor", state: "entered" });
    expect(entered.typing.a).toEqual({ state: "entered" });
    expect(applyTyping(entered, { conversation: "a", from: "visitor", state: "none" }).typing).toEqual({});
  });
});

describe("after a reset", () => {
  const start = changeTalk(fromSnapshot(desk({ mine: [mineFrom("a")] }), nora), "a", (talk) => ({
    ...talk,
    messages: [message(1)],
  }));

  it("keeps what was fetched and takes the new rows", () => {
    const state = renew(start, desk({ seq: 90, mine: [mineFrom("a", { lastSeq: 4 })] }));
    expect(state.talks.a?.messages).toHaveLength(1);
    expect(state.talks.a).toMatchObject({ head: 4, conversation: { lastSeq: 4 } });
  });

  it("believes nothing of another life of the database", () => {
    const state = renew(start, desk({ epoch: "second", seq: 3, mine: [mineFrom("a", { lastSeq: 0 })] }));
    expect(state.talks.a).toMatchObject({ head: 0, messages: [] });
    expect(state).toMatchObject({ epoch: "second", seq: 3 });
  });
});
