import type { AgentEvents, Conversation, Id, Status } from "@genkan/client/types";
import { useEffect, useRef } from "react";
import { useLocation } from "wouter";
import { useDesk, useDeskState, useDeskView } from "../conversations/DeskProvider";
import { isUnopened, mineOf, unreadOf, waitingOf } from "../conversations/deskState";
import { useAccept } from "../conversations/useAccept";
import { nameOf } from "../conversations/visitorName";
import { useMayAnswer } from "../leftmessages/useMayAnswer";
import { usePopups } from "../popups/Popups";
import { useMe } from "../session/SessionProvider";
import { useSay } from "../words/Words";
import { type Heard, onAnnounced } from "./announce";
import { ring } from "./ring";
import { useTabSign } from "./useTabSign";

/** Draws attention: popup and sound for a new waiting visitor and for words in a talk one does not look at. */
export function Notices() {
  const say = useSay();
  const desk = useDesk();
  const state = useDeskState();
  const { session, status } = useMe();
  const { tell, dismiss } = usePopups();
  const accept = useAccept();
  const [location, go] = useLocation();
  const waiting = waitingOf(state);

  const take = ({ event, after }: Heard) => {
    const { conversation: id, seq } = event;
    const conversation = id === undefined ? undefined : after.talks[id]?.conversation;
    if (!conversation) return;
    if (event.kind === "conversation.started" && conversation.state === "waiting") {
      // Whoever is on a break or away has said not to be called.
      if (status !== "online" && status !== "busy") return;
      if (after.routing.chat === "pool") newVisitor(conversation, seq);
      else setTimeout(() => stillWaiting(conversation.id) && newVisitor(conversation, seq), givenWithin);
    } else if (isGiven(event, after.me, conversation)) {
      given(conversation, event, after);
    } else if (event.kind === "message.sent" && conversation.agent === after.me) {
      const { message } = event.data as AgentEvents["message.sent"];
      if (message.from === "visitor" && !looksAt(conversation.id)) newWords(conversation, message.text, seq);
    }
  };

  const stillWaiting = (id: Id) => desk.look().state.talks[id]?.conversation.state === "waiting";

  function newVisitor(conversation: Conversation, seq: number | undefined) {
    tell({
      key: waitingKey(conversation.id),
      tone: "waiting",
      title: say("console.popup_waiting", { visitor: nameOf(say, conversation) }),
      text: desk.look().state.sites[conversation.site]?.name ?? "",
      stays: 15_000,
      onOpen: () => void accept(conversation),
    });
    if (session.sound) ring("waiting", `${seq}`);
  }

  /** The distribution or a colleague gave it: nothing had to be pressed for it, so it says so. */
  function given(conversation: Conversation, { seq, actor }: Heard["event"], { agents }: Heard["after"]) {
    const visitor = nameOf(say, conversation);
    const agent = actor?.type === "agent" && actor.id ? agents[actor.id]?.name : undefined;
    tell({
      key: givenKey(conversation.id),
      tone: "waiting",
      title: agent ? say("console.popup_handed", { agent, visitor }) : say("console.popup_given", { visitor }),
      text: desk.look().state.sites[conversation.site]?.name ?? "",
      stays: 15_000,
      onOpen: () => go(`/conversations/${conversation.id}`),
    });
    if (session.sound) ring("waiting", `${seq}`);
  }

  function newWords(conversation: Conversation, text: string, seq: number | undefined) {
    tell({
      key: wordsKey(conversation.id),
      title: nameOf(say, conversation),
      text,
      onOpen: () => go(`/conversations/${conversation.id}`),
    });
    if (session.sound) ring("message", `${seq}`);
  }

  const looksAt = (id: Id) => location === `/conversations/${id}` && document.hasFocus() && !document.hidden;

  const latest = useRef(take);
  latest.current = take;
  useEffect(() => onAnnounced((heard) => latest.current(heard)), []);

  // A popup whose reason is gone goes too.
  const before = useRef<DeskGlance>({ waiting: [], unread: [], unopened: [] });
  const now = glance(waiting, mineOf(state));
  useEffect(() => {
    for (const id of before.current.waiting) if (!now.waiting.includes(id)) dismiss(waitingKey(id));
    for (const id of before.current.unread) if (!now.unread.includes(id)) dismiss(wordsKey(id));
    for (const id of before.current.unopened) if (!now.unopened.includes(id)) dismiss(givenKey(id));
    before.current = now;
  });

  // Who comes to work sees what waits in writing, and is one click from answering it (OM-10).
  const mayAnswer = useMayAnswer() === "yes";
  const was = useRef<Status | null>(hasBeenGreeted() ? status : null);
  const { leftMessagesOpen: left } = state;
  const known = useDeskView(({ connection }) => connection === "live");
  // biome-ignore lint/correctness/useExhaustiveDependencies: coming online is the occasion, not the number
  useEffect(() => {
    if (!known) return;
    if (status === "online" && was.current !== "online" && left > 0 && mayAnswer) {
      tell({
        key: "left-messages",
        title: say("manage.left_waiting", { count: left }),
        text: say("manage.left_waiting_open"),
        onOpen: () => go("/messages?sort=oldest"),
      });
    }
    greeted();
    was.current = status;
  }, [status, known]);

  useTabSign(waiting.length, now.unread.length);
  return null;
}

const greeting = "genkan.greeted";

/** A reloaded page is nobody who comes to work. */
function hasBeenGreeted(): boolean {
  try {
    return sessionStorage.getItem(greeting) !== null;
  } catch {
    return false;
  }
}

function greeted(): void {
  try {
    sessionStorage.setItem(greeting, "yes");
  } catch {
    // Storage is blocked: they are told once more.
  }
}

interface DeskGlance {
  waiting: Id[];
  unopened: Id[];
  unread: Id[];
}

const glance = (waiting: readonly Conversation[], mine: readonly Conversation[]): DeskGlance => ({
  waiting: waiting.map(({ id }) => id),
  unopened: mine.filter(isUnopened).map(({ id }) => id),
  unread: mine.filter((one) => unreadOf(one) > 0).map(({ id }) => id),
});

/** Milliseconds: who is given to somebody is so in the same moment, and need not be announced to everybody first. */
const givenWithin = 300;

/** Mine by somebody else's doing. */
const isGiven = ({ kind, actor }: Heard["event"], me: Id, conversation: Conversation): boolean =>
  (kind === "conversation.accepted" || kind === "conversation.transferred") &&
  conversation.agent === me &&
  isUnopened(conversation) &&
  actor?.id !== me;

const givenKey = (id: Id) => `given-${id}`;
const waitingKey = (id: Id) => `waiting-${id}`;
const wordsKey = (id: Id) => `words-${id}`;
