import type { Entry } from "./outbox.ts";
import type { ConversationState, Id, Marks, MessageBase, MessagePage, Sent } from "./types.ts";

/** What both views of a conversation (staff's and visitor's) have in common. */
export interface TalkBase {
  id: Id;
  state: ConversationState;
  /** Counts changes of hands and state. */
  turn: number;
  lastSeq: number;
  marks: Marks;
}

/**
 * One conversation on one screen. Snapshots, pages, events and acknowledgements may come in any order and more than
 * once; the result is the same (`conversationState.test.ts` proves it).
 */
export interface Talk<C extends TalkBase, M extends MessageBase> {
  conversation: C;
  /** By seq, each once. */
  messages: M[];
  /** The highest seq known to exist. */
  head: number;
}

/** The part of a stream event's data that concerns a talk. */
export interface TalkEventData<C, M> {
  conversation?: C;
  message?: M;
  marks?: Marks;
}

export function openTalk<C extends TalkBase, M extends MessageBase>(conversation: C): Talk<C, M> {
  return { conversation, messages: [], head: conversation.lastSeq };
}

export function applyConversation<C extends TalkBase, M extends MessageBase>(talk: Talk<C, M>, next: C): Talk<C, M> {
  const old = talk.conversation;
  if (next.id !== old.id) return talk;
  // It may change hands and go back to the queue: each time its turn counts one more. Within one the row that counts more messages is the newer.
  const ahead = next.turn - old.turn || next.lastSeq - old.lastSeq;
  const lastSeq = Math.max(old.lastSeq, next.lastSeq);
  const conversation = { ...(ahead >= 0 ? next : old), lastSeq, marks: furthest(old.marks, next.marks) };
  return { ...talk, conversation, head: Math.max(talk.head, next.lastSeq) };
}

export function applyPage<C extends TalkBase, M extends MessageBase>(
  talk: Talk<C, M>,
  page: MessagePage<M>,
): Talk<C, M> {
  return { ...talk, messages: merge(talk.messages, page.items), head: Math.max(talk.head, page.head) };
}

export function applyEvent<C extends TalkBase, M extends MessageBase>(
  talk: Talk<C, M>,
  data: TalkEventData<C, M>,
): Talk<C, M> {
  let next = talk;
  if (data.conversation) next = applyConversation(next, data.conversation);
  if (data.marks) {
    const marks = furthest(next.conversation.marks, data.marks);
    next = { ...next, conversation: { ...next.conversation, marks } };
  }
  if (data.message) {
    next = applyPage(next, { items: [data.message], head: data.message.seq });
    next = { ...next, conversation: said(next.conversation, data.message) };
  }
  return next;
}

/** Who writes has read what stood there: the server moves the marks with the message and announces only the message. */
function said<C extends TalkBase, M extends MessageBase>(conversation: C, { from, kind, seq }: M): C {
  const lastSeq = Math.max(conversation.lastSeq, seq);
  const { marks } = conversation;
  if (kind !== "text" || (from !== "visitor" && from !== "agent")) return { ...conversation, lastSeq };
  const moved =
    from === "visitor"
      ? { ...marks, visitorDelivered: seq, visitorRead: seq }
      : { ...marks, agentDelivered: seq, agentRead: seq };
  return { ...conversation, lastSeq, marks: furthest(marks, moved) };
}

/** The server acknowledged one's own message; the event that carries it may come before, later, or after a break. */
export function applySent<C extends TalkBase, M extends MessageBase>(
  talk: Talk<C, M>,
  sent: Sent,
  message: Omit<M, "id" | "seq" | "at">,
): Talk<C, M> {
  // Never over what the stream has brought: it knows more (edits, the author's name).
  const known = talk.messages.some((old) => old.id === sent.id);
  const items = known ? [] : [{ ...message, id: sent.id, seq: sent.seq, at: sent.at } as M];
  return applyPage(talk, { items, head: sent.head });
}

/**
 * Where to read on from when something between the first message shown and the head is missing, else undefined.
 * A screen that shows the whole talk gives `after` 0: then the beginning may not be missing either.
 */
export function hole<C extends TalkBase, M extends MessageBase>(talk: Talk<C, M>, after?: number): number | undefined {
  const { messages, head } = talk;
  let last = after ?? (messages.length > 0 ? messages[0]!.seq : 0);
  for (const { seq } of messages) {
    if (seq > last + 1) return last;
    last = seq;
  }
  return last < head ? last : undefined;
}

export type BubbleState = "none" | "sending" | "sent" | "delivered" | "seen" | "failed";

export interface Bubble<M extends MessageBase> {
  id: Id;
  mine: boolean;
  state: BubbleState;
  at: number;
  text: string;
  /** Absent while it is only in the outbox. */
  message?: M;
  /** Why it was not sent. */
  problem?: string;
}

/** The timeline: what is on the server, then what has not arrived there yet. */
export function bubbles<C extends TalkBase, M extends MessageBase>(
  talk: Talk<C, M>,
  side: "visitor" | "agent",
  outbox: readonly Entry<{ text: string }>[],
): Bubble<M>[] {
  const { marks } = talk.conversation;
  const read = side === "visitor" ? marks.agentRead : marks.visitorRead;
  const delivered = side === "visitor" ? marks.agentDelivered : marks.visitorDelivered;
  const known = new Set<Id>();
  const shown = talk.messages.map((message): Bubble<M> => {
    known.add(message.id);
    const mine = message.from === side;
    const state = !mine ? "none" : message.seq <= read ? "seen" : message.seq <= delivered ? "delivered" : "sent";
    return { id: message.id, mine, state, at: message.at, text: message.text, message };
  });
  for (const { id, queue, at, body, failed } of outbox) {
    if (queue !== talk.conversation.id || known.has(id)) continue;
    shown.push({
      id,
      mine: true,
      state: failed ? "failed" : "sending",
      at,
      text: body.text,
      ...(failed ? { problem: failed } : {}),
    });
  }
  return shown;
}

function furthest(a: Marks, b: Marks): Marks {
  return {
    visitorDelivered: Math.max(a.visitorDelivered, b.visitorDelivered),
    visitorRead: Math.max(a.visitorRead, b.visitorRead),
    agentDelivered: Math.max(a.agentDelivered, b.agentDelivered),
    agentRead: Math.max(a.agentRead, b.agentRead),
  };
}

function merge<M extends MessageBase>(old: M[], items: readonly M[]): M[] {
  const bySeq = new Map(old.map((message) => [message.seq, message]));
  for (const item of items) {
    const known = bySeq.get(item.seq);
    if (!known || version(item) >= version(known)) bySeq.set(item.seq, item);
  }
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq);
}

/** Edits and retractions keep the seq; the later of two states of one message wins. */
function version(message: MessageBase): number {
  return message.retractedAt ? Number.POSITIVE_INFINITY : (message.editedAt ?? 0);
}
