import { applyConversation, applyEvent, openTalk, type Talk } from "@genkan/client/conversationState";
import type {
  AgentBrief,
  AgentEvents,
  ColleagueHere,
  Conversation,
  DepartmentBrief,
  Desk,
  Id,
  LeftMessagesBy,
  LiveValues,
  Message,
  StatusBrief,
  StreamEvent,
} from "@genkan/client/types";

export type StaffTalk = Talk<Conversation, Message>;
export type SiteBrief = Desk["sites"][number];
export type VisitorTyping = Pick<LiveValues["typing"], "state" | "text">;

/** All that the desk shows. A snapshot and the events after it make it; nothing else does. */
export interface DeskState {
  me: Id;
  seq: number;
  epoch: string;
  /** Waiting ones, and mine that are not closed. Their messages are there as far as they were fetched or heard. */
  talks: Readonly<Record<Id, StaffTalk>>;
  agents: Readonly<Record<Id, AgentBrief>>;
  departments: Readonly<Record<Id, DepartmentBrief>>;
  /** What one can stand on, in the order of the menu. */
  statuses: readonly StatusBrief[];
  sites: Readonly<Record<Id, SiteBrief>>;
  typingPreview: boolean;
  routing: Desk["routing"];
  /** Who of the colleagues is signed in, and how many conversations each holds. */
  colleagues: Readonly<Record<Id, ColleagueHere>>;
  leftMessagesOpen: number;
  leftMessagesBy: LeftMessagesBy;
  /** Is the visitor there; absent until the server has said so. */
  presence: Readonly<Record<Id, boolean>>;
  typing: Readonly<Record<Id, VisitorTyping>>;
}

const usual: Desk["routing"] = { chat: "automatic", transferList: "tree" };

export function emptyDesk(me: Id, seq: number, epoch: string): DeskState {
  return fromSnapshot(
    {
      seq,
      epoch,
      waiting: [],
      mine: [],
      agents: [],
      departments: [],
      statuses: [],
      sites: [],
      typingPreview: true,
      leftMessagesOpen: 0,
      leftMessagesBy: "agents",
      routing: usual,
    },
    me,
  );
}

export function fromSnapshot(desk: Desk, me: Id): DeskState {
  return {
    me,
    seq: desk.seq,
    epoch: desk.epoch,
    talks: byId(
      [...desk.waiting, ...desk.mine].map((one) => openTalk<Conversation, Message>(one)),
      talkId,
    ),
    agents: byId(desk.agents, ownId),
    departments: byId(desk.departments, ownId),
    statuses: desk.statuses,
    sites: byId(desk.sites, ownId),
    typingPreview: desk.typingPreview,
    routing: desk.routing,
    colleagues: {},
    leftMessagesOpen: desk.leftMessagesOpen,
    leftMessagesBy: desk.leftMessagesBy,
    presence: {},
    typing: {},
  };
}

/** A fresh snapshot over what was shown: messages already fetched stay, and so does who is there until said anew. */
export function renew(old: DeskState, desk: Desk): DeskState {
  const fresh = fromSnapshot(desk, old.me);
  // After a restore the same ids may stand for an older life; then nothing fetched before may be believed.
  if (old.epoch !== fresh.epoch) return fresh;
  const talks = map(fresh.talks, (talk, id) => {
    const known = old.talks[id];
    return known ? { ...known, conversation: talk.conversation, head: Math.max(known.head, talk.head) } : talk;
  });
  return { ...fresh, talks, presence: old.presence, colleagues: old.colleagues };
}

export function applyStreamEvent(state: DeskState, event: StreamEvent): DeskState {
  const next = change(state, event);
  return event.seq === undefined || event.seq <= next.seq ? next : { ...next, seq: event.seq };
}

function change(state: DeskState, event: StreamEvent): DeskState {
  const { kind, conversation: id } = event;
  switch (kind as keyof AgentEvents) {
    case "conversation.started":
    case "conversation.accepted":
    case "conversation.opened":
    case "conversation.transferred":
    case "conversation.returned":
    case "conversation.ended":
      return placeConversation(state, (event.data as AgentEvents["conversation.started"]).conversation);
    case "conversation.marked": {
      const { marks } = event.data as AgentEvents["conversation.marked"];
      return changeTalk(state, id, (talk) => applyEvent(talk, { marks }));
    }
    case "message.edited":
    case "message.retracted": {
      const { message, last } = event.data as AgentEvents["message.edited"];
      return changeTalk(state, id, (talk) => rewrite(talk, message, last));
    }
    case "message.sent":
      return hear(state, id, event.data as AgentEvents["message.sent"]);
    case "agent.added":
    case "agent.changed": {
      const { agent } = event.data as AgentEvents["agent.changed"];
      return { ...state, agents: { ...state.agents, [agent.id]: agent } };
    }
    case "agent.status": {
      const { agent, status } = event.data as AgentEvents["agent.status"];
      const known = state.agents[agent];
      return known ? { ...state, agents: { ...state.agents, [agent]: { ...known, status } } } : state;
    }
    case "agent.removed": {
      const { agent } = event.data as AgentEvents["agent.removed"];
      const known = state.agents[agent];
      if (!known) return state;
      // Their name still stands above what they wrote.
      return { ...state, agents: { ...state.agents, [agent]: { ...known, removed: true, status: "offline" } } };
    }
    case "department.added":
    case "department.changed": {
      const { department } = event.data as AgentEvents["department.changed"];
      return { ...state, departments: { ...state.departments, [department.id]: department } };
    }
    case "department.removed": {
      const known = state.departments[(event.data as AgentEvents["department.removed"]).department];
      // Its name still stands where something happened in it.
      return known
        ? { ...state, departments: { ...state.departments, [known.id]: { ...known, removed: true } } }
        : state;
    }
    case "statuses.changed":
      return { ...state, statuses: (event.data as AgentEvents["statuses.changed"]).statuses };
    case "site.added":
    case "site.changed": {
      const { site } = event.data as AgentEvents["site.changed"];
      return { ...state, sites: { ...state.sites, [site.id]: { ...site, removed: false } } };
    }
    case "site.removed": {
      const known = state.sites[(event.data as AgentEvents["site.removed"]).site];
      // Its name still stands beside the talks that came from it.
      return known ? { ...state, sites: { ...state.sites, [known.id]: { ...known, removed: true } } } : state;
    }
    case "settings.changed": {
      const { typingPreview = state.typingPreview, leftMessagesBy = state.leftMessagesBy } =
        event.data as AgentEvents["settings.changed"];
      return { ...state, typingPreview, leftMessagesBy };
    }
    case "routing.changed":
      return { ...state, routing: (event.data as AgentEvents["routing.changed"]).routing };
    case "leftMessage.received":
      return { ...state, leftMessagesOpen: state.leftMessagesOpen + 1 };
    case "leftMessage.changed":
    case "leftMessage.replied": {
      const { message, was } = event.data as AgentEvents["leftMessage.changed"];
      const change = Number(message.state === "open") - Number(was === "open");
      return { ...state, leftMessagesOpen: Math.max(0, state.leftMessagesOpen + change) };
    }
    default:
      return state;
  }
}

export function applyTyping(
  state: DeskState,
  { conversation, from, state: doing, text }: LiveValues["typing"],
): DeskState {
  if (from !== "visitor") return state;
  if (doing === "none") return { ...state, typing: without(state.typing, conversation) };
  const typing: VisitorTyping = text == null ? { state: doing } : { state: doing, text };
  return { ...state, typing: { ...state.typing, [conversation]: typing } };
}

export const forgetTyping = (state: DeskState): DeskState =>
  Object.keys(state.typing).length === 0 ? state : { ...state, typing: {} };

export function applyColleagues(state: DeskState, { here }: LiveValues["colleagues"]): DeskState {
  return { ...state, colleagues: byId(here, ({ agent }) => agent) };
}

export function applyPresence(state: DeskState, { conversation, online }: LiveValues["presence"]): DeskState {
  return { ...state, presence: { ...state.presence, [conversation]: online } };
}

/** Waiting for anybody, or mine and not closed: on the desk. Everything else leaves it. */
export function placeConversation(state: DeskState, conversation: Conversation): DeskState {
  const { id } = conversation;
  const known = state.talks[id];
  const talk = known ? applyConversation(known, conversation) : openTalk<Conversation, Message>(conversation);
  const { conversation: now } = talk;
  const onDesk = now.state === "waiting" || (now.state !== "closed" && now.agent === state.me);
  if (onDesk) return { ...state, talks: { ...state.talks, [id]: talk } };
  return {
    ...state,
    talks: without(state.talks, id),
    presence: without(state.presence, id),
    typing: without(state.typing, id),
  };
}

export function changeTalk(state: DeskState, id: Id | undefined, deed: (talk: StaffTalk) => StaffTalk): DeskState {
  const talk = id && state.talks[id];
  return talk ? { ...state, talks: { ...state.talks, [talk.conversation.id]: deed(talk) } } : state;
}

function hear(state: DeskState, id: Id | undefined, data: AgentEvents["message.sent"]): DeskState {
  const { message, unansweredSince } = data;
  const next = changeTalk(state, id, (talk) => {
    const heard = applyEvent(talk, { message });
    if (message.seq <= talk.conversation.lastSeq) return heard;
    const { openedAt } = heard.conversation;
    // Who answers has opened it.
    const opened = message.from === "agent" ? (openedAt ?? message.at) : openedAt;
    const conversation = { ...heard.conversation, unansweredSince, openedAt: opened };
    return { ...heard, conversation: withLastWord(conversation, message) };
  });
  // What is sent is no longer being written.
  return message.from === "visitor" && id && next.typing[id] ? { ...next, typing: without(next.typing, id) } : next;
}

function withLastWord(conversation: Conversation, message: Message): Conversation {
  if (message.kind !== "text" || (message.from !== "visitor" && message.from !== "agent")) return conversation;
  const valid = conversation.valid || message.from === "visitor";
  return { ...conversation, valid, lastText: shorten(message.text), lastFrom: message.from };
}

/** An edit or a retraction of the newest words changes what the row shows. */
function rewrite(talk: StaffTalk, message: Message, last: boolean): StaffTalk {
  const next = applyEvent(talk, { message });
  return last ? { ...next, conversation: { ...next.conversation, lastText: shorten(message.text) || null } } : next;
}

/** Rows carry the beginning only, as the server's do; half a character is none. */
const shorten = (text: string): string => text.slice(0, 200).replace(/[\uD800-\uDBFF]$/, "");

// ---------------------------------------------------------------- what screens ask

/** In the queue's order: those that came back before the others, each in the order of their arrival. */
export function waitingOf(state: DeskState): Conversation[] {
  const front = (one: Conversation) => (one.returned > 0 ? 0 : 1);
  return conversationsOf(state)
    .filter((one) => one.state === "waiting")
    .sort((a, b) => front(a) - front(b) || a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1));
}

/** In the order they were taken, so that rows do not jump under the hand; those whose visitor has gone come last. */
export function mineOf(state: DeskState): Conversation[] {
  return conversationsOf(state)
    .filter((one) => one.state !== "waiting")
    .sort((a, b) => Number(hasLeft(state, a)) - Number(hasLeft(state, b)) || takenAt(a) - takenAt(b));
}

export function hasLeft(state: DeskState, conversation: Conversation): boolean {
  return conversation.state === "endedByVisitor" || state.presence[conversation.id] === false;
}

export function unreadOf(conversation: Conversation): number {
  return Math.max(0, conversation.lastSeq - conversation.marks.agentRead);
}

/** Given to its owner, who has not looked at it yet. */
export const isUnopened = ({ state, openedAt }: Conversation): boolean => state === "inChat" && openedAt === null;

export type Work = "waiting" | "inChat" | "replying";
export function workOf(mine: readonly Conversation[]): Work {
  if (mine.some((one) => one.state === "inChat" && unreadOf(one) > 0)) return "replying";
  return mine.some((one) => one.state === "inChat") ? "inChat" : "waiting";
}

const conversationsOf = (state: DeskState): Conversation[] =>
  Object.values(state.talks).map(({ conversation }) => conversation);
const takenAt = (one: Conversation): number => one.acceptedAt ?? one.startedAt;
const talkId = (talk: StaffTalk): Id => talk.conversation.id;
const ownId = ({ id }: { id: Id }): Id => id;

function byId<T>(list: readonly T[], idOf: (one: T) => Id): Record<Id, T> {
  return Object.fromEntries(list.map((one) => [idOf(one), one]));
}

function map<T>(record: Readonly<Record<Id, T>>, deed: (one: T, id: Id) => T): Record<Id, T> {
  return Object.fromEntries(Object.entries(record).map(([id, one]) => [id, deed(one, id)]));
}

function without<T>(record: Readonly<Record<Id, T>>, id: Id): Readonly<Record<Id, T>> {
  if (!(id in record)) return record;
  const { [id]: _, ...rest } = record;
  return rest;
}
