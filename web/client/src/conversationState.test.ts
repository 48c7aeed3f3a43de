import fc from "fast-check";
import { expect, test } from "vitest";
import {
  applyConversation,
  applyEvent,
  applyPage,
  applySent,
  bubbles,
  hole,
  openTalk,
  type Talk,
  type TalkEventData,
} from "./conversationState.ts";
import type { VisitorConversation, VisitorMessage } from "./types.ts";

type C = VisitorConversation;
type M = VisitorMessage;

const marks = { visitorDelivered: 0, visitorRead: 0, agentDelivered: 0, agentRead: 0 };
const fresh: C = {
  id: "c",
  state: "waiting",
  nickname: null,
  agent: null,
  turn: 1,
  lastSeq: 0,
  marks,
  startedAt: 1,
  endType: null,
};
const message = (seq: number, more: Partial<M> = {}): M => ({
  id: `m${seq}`,
  seq,
  at: seq * 10,
  from: seq % 2 ? "visitor" : "agent",
  kind: "text",
  text: `text ${seq}`,
  ...more,
});

/** A random history as the server would commit it: the events in order, and the truth at its end. */
const history = fc
  .array(fc.constantFrom("say", "say", "say", "edit", "retract", "read", "accept", "return", "end"), { maxLength: 40 })
  .map((steps) => {
    let conversation = fresh;
    const messages: M[] = [];
    const events: TalkEventData<C, M>[] = [];
    const say = (more: Partial<M> = {}) => {
      const said = message(messages.length + 1, more);
      messages.push(said);
      // Who writes has read; no event of its own says so.
      const read = said.from === "visitor" ? { visitorDelivered: said.seq, visitorRead: said.seq } : {};
      const heard = said.from === "agent" ? { agentDelivered: said.seq, agentRead: said.seq } : {};
      conversation = { ...conversation, lastSeq: said.seq, marks: { ...conversation.marks, ...read, ...heard } };
      events.push({ message: said });
    };
    // As the server does: who joins is told of before the line about it, who ends after it.
    const change = (state: C["state"]) => {
      if (state === "closed") say({ from: "system", kind: "system" });
      conversation = { ...conversation, state, turn: conversation.turn + 1 };
      events.push({ conversation });
      if (state === "inChat") say({ from: "system", kind: "system" });
    };
    steps.forEach((step, time) => {
      const last = messages.length - 1;
      if (step === "say") say();
      if (step === "accept" && conversation.state === "waiting") change("inChat");
      if (step === "return" && conversation.state === "inChat") change("waiting");
      if (step === "end" && conversation.state === "inChat") change("closed");
      if (step === "edit" && last >= 0 && !messages[last]!.retractedAt) {
        messages[last] = { ...messages[last]!, text: `edited ${time}`, editedAt: 1000 + time };
        events.push({ message: messages[last] });
      }
      if (step === "retract" && last >= 0 && !messages[last]!.retractedAt) {
        messages[last] = { ...messages[last]!, text: "", retractedAt: 1000 + time };
        events.push({ message: messages[last] });
      }
      if (step === "read") {
        const { lastSeq } = conversation;
        conversation = {
          ...conversation,
          marks: { ...conversation.marks, agentDelivered: lastSeq, agentRead: lastSeq },
        };
        events.push({ marks: conversation.marks });
      }
    });
    return { events, conversation, messages };
  });

const comparable = (talk: Talk<C, M>) => ({ ...talk.conversation, messages: talk.messages, head: talk.head });

test("@RT-30 events in any order and any number of times end in the server's truth", () => {
  fc.assert(
    fc.property(history, fc.infiniteStream(fc.nat()), (truth, random) => {
      const shaken = [...truth.events, ...truth.events.filter(() => random.next().value % 3 === 0)];
      shaken.sort(() => (random.next().value % 3) - 1);
      const end = shaken.reduce(applyEvent<C, M>, openTalk<C, M>(fresh));
      expect(end.messages).toEqual(truth.messages);
      expect(end.conversation.marks).toEqual(truth.conversation.marks);
      expect(end.conversation.state).toBe(truth.conversation.state);
      expect(hole(end)).toBeUndefined();
    }),
  );
});

test("@RT-30 an old snapshot and what came after it equal a fresh snapshot, whichever comes first", () => {
  fc.assert(
    fc.property(history, fc.nat(), fc.boolean(), (truth, at, snapshotLate) => {
      const cut = truth.events.length ? at % truth.events.length : 0;
      const [before, after] = [truth.events.slice(0, cut), truth.events.slice(cut)];
      const old = before.reduce(applyEvent<C, M>, openTalk<C, M>(fresh));
      const page = { items: old.messages, head: old.head };
      let talk = openTalk<C, M>(fresh);
      if (!snapshotLate) talk = applyPage(applyConversation(talk, old.conversation), page);
      // Events overlap with the snapshot by two.
      for (const event of truth.events.slice(Math.max(0, cut - 2), cut).concat(after)) talk = applyEvent(talk, event);
      if (snapshotLate) talk = applyPage(applyConversation(talk, old.conversation), page);
      const whole = { ...truth.conversation, messages: truth.messages, head: truth.messages.length };
      expect(comparable(talk)).toEqual(whole);
    }),
  );
});

test("a missing message is noticed and says from where to read on", () => {
  let talk = openTalk<C, M>({ ...fresh, lastSeq: 0 });
  expect(hole(talk)).toBeUndefined();
  talk = applyEvent(talk, { message: message(1) });
  talk = applyEvent(talk, { message: message(4) });
  expect(hole(talk)).toBe(1);
  talk = applyPage(talk, { items: [message(2), message(3)], head: 5 });
  expect(hole(talk)).toBe(4);
  talk = applyPage(talk, { items: [message(5)], head: 5 });
  expect(hole(talk)).toBeUndefined();
  // Older pages that were never asked for are no hole.
  expect(hole(applyPage(openTalk<C, M>(fresh), { items: [message(8), message(9)], head: 9 }))).toBeUndefined();
  expect(hole(applyPage(openTalk<C, M>(fresh), { items: [message(8), message(9)], head: 9 }), 0)).toBe(0);
  expect(hole(openTalk<C, M>({ ...fresh, lastSeq: 3 }))).toBe(0);
});

test("marks and states never go back", () => {
  const closed = { ...fresh, state: "closed" as const, lastSeq: 6, marks: { ...marks, agentRead: 6 } };
  let talk = applyConversation(openTalk<C, M>(fresh), closed);
  talk = applyConversation(talk, { ...fresh, state: "inChat", lastSeq: 2 });
  talk = applyEvent(talk, { marks: { ...marks, agentRead: 2, agentDelivered: 3 } });
  expect(talk.conversation).toMatchObject({ state: "closed", marks: { agentRead: 6, agentDelivered: 3 } });
});

test("one's own bubble goes from sending over sent and delivered to seen, and is never drawn twice", () => {
  const entry = { id: "m1", queue: "c", body: { text: "text 1" }, at: 5 };
  let talk = openTalk<C, M>(fresh);
  const look = (outbox = [entry]) => bubbles(talk, "visitor", outbox).map((bubble) => [bubble.id, bubble.state]);
  expect(look()).toEqual([["m1", "sending"]]);
  expect(bubbles(talk, "visitor", [{ ...entry, failed: "offline" }])[0]).toMatchObject({
    state: "failed",
    problem: "offline",
    text: "text 1",
  });
  talk = applySent(talk, { id: "m1", seq: 1, at: 10, head: 1 }, { from: "visitor", kind: "text", text: "text 1" });
  expect(look()).toEqual([["m1", "sent"]]);
  talk = applyEvent(talk, { message: message(1, { nickname: "Ayşe" }) });
  talk = applySent(talk, { id: "m1", seq: 1, at: 10, head: 1 }, { from: "visitor", kind: "text", text: "text 1" });
  expect(talk.messages).toEqual([message(1, { nickname: "Ayşe" })]);
  talk = applyEvent(talk, { marks: { ...marks, agentDelivered: 1 } });
  expect(look([])).toEqual([["m1", "delivered"]]);
  talk = applyEvent(talk, { marks: { ...marks, agentRead: 1 } });
  expect(look([])).toEqual([["m1", "seen"]]);
  expect(bubbles(talk, "agent", [])[0]).toMatchObject({ mine: false, state: "none" });
});

test("unsent words of another conversation stay with it", () => {
  expect(bubbles(openTalk<C, M>(fresh), "visitor", [{ id: "x", queue: "d", body: { text: "t" }, at: 1 }])).toEqual([]);
});

test("an acknowledgement that carries a higher head reveals what the stream has not brought", () => {
  const talk = applySent(openTalk<C, M>(fresh), { id: "m1", seq: 1, at: 1, head: 3 }, message(1));
  expect(hole(talk)).toBe(1);
});
