import { applyEvent, applyPage, applySent, hole } from "@genkan/client/conversationState";
import type { Api } from "@genkan/client/http";
import { newId } from "@genkan/client/ids";
import { createOutbox, type Entry, type Keep, memoryStorage, type Outbox } from "@genkan/client/outbox";
import { type SharedStreamOptions, shareStream } from "@genkan/client/sharedStream";
import type { Frame, Stream, StreamState } from "@genkan/client/stream";
import type {
  AgentEvents,
  Conversation,
  Desk as DeskSnapshot,
  Id,
  LiveValues,
  Message,
  MessagePage,
  MonitorNews,
  Sent,
  Session,
  Status,
  StreamEvent,
  Typing,
} from "@genkan/client/types";
import {
  applyColleagues,
  applyPresence,
  applyStreamEvent,
  applyTyping,
  changeTalk,
  type DeskState,
  emptyDesk,
  forgetTyping,
  fromSnapshot,
  placeConversation,
  renew,
} from "./deskState";

export type Words = { text: string };

/** What screens look at. Parts keep their identity while they do not change. */
export interface DeskView {
  state: DeskState;
  connection: StreamState;
  /** Own words the server has not acknowledged. */
  outbox: readonly Entry<Words>[];
  /** Conversations whose messages are being fetched, or could not be. */
  fetching: Readonly<Record<Id, "now" | "failed">>;
}

export interface TransferAnswer {
  id: Id;
  state: Conversation["state"];
  agent: Id | null;
}

export interface DeskOptions {
  session: Session;
  api: Api;
  storage?: Keep;
  openStream?: (options: SharedStreamOptions) => Stream;
  /** Another tab or the server changed our status. */
  onStatus?: (status: Status) => void;
  /** Signed out elsewhere, disabled, or the session ran out. */
  onClosed?: () => void;
  /** A stored event was heard for the first time; notices listen here. */
  onHeard?: (event: StreamEvent, before: DeskState, after: DeskState) => void;
}

const pageSize = 60;
const marksEvery = 250;
const snapshotAgain = 2000;

/** The living desk of one signed-in agent: snapshot, stream, outbox, and the deeds. It knows nothing of screens. */
export class Desk {
  private view: DeskView;
  private readonly options: DeskOptions;
  private readonly listeners = new Set<() => void>();
  /** Each step counts, so these are given every one and not the last alone. */
  private readonly watchers = new Set<(news: MonitorNews) => void>();
  private readonly outbox: Outbox<Words>;
  private stream: Stream | undefined;
  /** Present while a snapshot is on its way: what comes after it must be applied to it, not to what it replaces. */
  private held: StreamEvent[] | undefined;
  /** Conversations whose newest page was fetched; from then on events keep them whole. */
  private readonly opened = new Set<Id>();
  private readonly olderAsked = new Map<Id, number>();
  private readonly wantedMarks = new Map<Id, { delivered?: number; read?: number }>();
  private marksTimer: ReturnType<typeof setTimeout> | undefined;
  private closed = false;

  constructor(options: DeskOptions) {
    this.options = options;
    const { agent, seq, epoch } = options.session;
    this.view = { state: emptyDesk(agent.id, seq, epoch), connection: "connecting", outbox: [], fetching: {} };
    this.outbox = createOutbox<Words, Sent>({
      storage: options.storage ?? ownStorage(),
      prefix: `genkan.unsent.${agent.id}.`,
      send: ({ id, queue, body }) =>
        options.api<Sent>("POST", `/api/conversations/${queue}/messages`, { body: { id, text: body.text } }),
      onAcknowledged: (entry, sent) => this.acknowledge(entry, sent),
      onChange: (outbox) => this.show({ outbox }),
    });
    void this.start();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly look = (): DeskView => this.view;

  readonly onMonitor = (watcher: (news: MonitorNews) => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  close(): void {
    this.closed = true;
    this.stream?.close();
    this.outbox.close();
    clearTimeout(this.marksTimer);
  }

  // ---------------------------------------------------------------- deeds

  async accept(id: Id): Promise<Conversation> {
    const conversation = await this.options.api<Conversation>("POST", `/api/conversations/${id}/accept`);
    this.set(placeConversation(this.view.state, conversation));
    return conversation;
  }

  async end(id: Id): Promise<void> {
    const conversation = await this.options.api<Conversation>("POST", `/api/conversations/${id}/end`);
    this.set(placeConversation(this.view.state, conversation));
  }

  /** Ends it and is online for the next one; the status comes by the stream. */
  async backToWaiting(id: Id): Promise<void> {
    const conversation = await this.options.api<Conversation>("POST", `/api/conversations/${id}/back-to-waiting`);
    this.set(placeConversation(this.view.state, conversation));
  }

  /** To a colleague or to a department; `aboveLimit` confirms that the receiver's limit may be passed. */
  async transfer(id: Id, to: { agent: Id } | { department: Id }, aboveLimit = false): Promise<TransferAnswer> {
    return this.options.api<TransferAnswer>("POST", `/api/conversations/${id}/transfer`, {
      body: { ...to, aboveLimit },
    });
  }

  say(id: Id, text: string, message: Id = newId()): void {
    this.outbox.add({ id: message, queue: id, body: { text } });
  }

  sayAgain(message: Id): void {
    this.outbox.retry(message);
  }

  dropUnsent(message: Id): void {
    this.outbox.remove(message);
  }

  async edit(id: Id, message: Id, text: string): Promise<void> {
    const path = `/api/conversations/${id}/messages/${message}`;
    this.heardMessage(id, await this.options.api<Message>("PATCH", path, { body: { text } }));
  }

  async retract(id: Id, message: Id): Promise<void> {
    const path = `/api/conversations/${id}/messages/${message}`;
    this.heardMessage(id, await this.options.api<Message>("DELETE", path));
  }

  type(id: Id, typing: Typing): void {
    // A lost typing notice is worth nothing later, so it is neither kept nor repeated.
    this.options.api("POST", `/api/conversations/${id}/typing`, { body: typing, keepalive: true }).catch(() => {});
  }

  markRead(id: Id): void {
    const conversation = this.view.state.talks[id]?.conversation;
    if (!conversation || conversation.agent !== this.view.state.me) return;
    const { lastSeq, marks } = conversation;
    if (lastSeq <= marks.agentRead) return;
    this.wantMarks(id, { delivered: lastSeq, read: lastSeq });
    const read = { ...marks, agentDelivered: lastSeq, agentRead: lastSeq };
    this.set(changeTalk(this.view.state, id, (talk) => applyEvent(talk, { marks: read })));
  }

  /** The newest page when nothing is here yet, and whatever is missing in between. */
  async open(id: Id): Promise<void> {
    const talk = this.view.state.talks[id];
    if (!talk || this.view.fetching[id] === "now") return;
    const missing = hole(talk);
    // A line heard before the talk was opened is not its beginning.
    if (!this.opened.has(id) && talk.head > 0) await this.fetch(id, `before=${talk.head + 1}`);
    else if (talk.messages.length > 0 && missing !== undefined) await this.fetch(id, `after=${missing}`);
    else return;
    const after = this.view.state.talks[id];
    const left = after && after.messages.length > 0 ? hole(after) : undefined;
    // Only while it gets on: a page that brings nothing new must not be asked for for ever.
    if (left !== undefined && left !== missing) await this.open(id);
  }

  async openOlder(id: Id): Promise<void> {
    // One's own acknowledged words may stand alone before the newest page is here; what is older comes with that page.
    if (!this.opened.has(id)) return this.open(id);
    const first = this.view.state.talks[id]?.messages[0];
    if (!first || first.seq <= 1 || this.view.fetching[id] === "now") return;
    // Asked once per place: where nothing older comes, nothing older is to be had.
    if (this.olderAsked.get(id) === first.seq && this.view.fetching[id] !== "failed") return;
    this.olderAsked.set(id, first.seq);
    await this.fetch(id, `before=${first.seq}`);
    // What was heard meanwhile may have left a hole, and filling it waited for this.
    await this.open(id);
  }

  nudge(): void {
    this.stream?.nudge();
    this.outbox.flush();
  }

  // ---------------------------------------------------------------- hearing

  private async start(): Promise<void> {
    await this.load((desk, me) => fromSnapshot(desk, me));
    if (this.closed) return;
    const { agent, organisation } = this.options.session;
    const { seq, epoch } = this.view.state;
    this.stream = (this.options.openStream ?? shareStream)({
      name: `genkan.${organisation.id}.${agent.id}`,
      url: "/api/stream",
      query: { answers: "1" },
      cursor: String(seq),
      epoch,
      onFrame: (frame) => this.take(frame),
      onReset: () => void this.startOver(),
      onState: (connection) => this.connectionIs(connection),
      onClosed: () => this.options.onClosed?.(),
    });
    this.connectionIs(this.stream.state);
  }

  /** Loads the snapshot until it comes; the agent sees meanwhile what was there before. */
  private async load(take: (desk: DeskSnapshot, me: Id) => DeskState): Promise<void> {
    while (!this.closed) {
      try {
        const desk = await this.options.api<DeskSnapshot>("GET", "/api/desk");
        this.set(take(desk, this.view.state.me));
        for (const { id } of desk.mine) this.confirmDelivered(id);
        for (const { id, status } of desk.agents) this.ownStatus({ agent: id, status });
        return;
      } catch (problem) {
        if ((problem as { status?: number }).status === 401) return this.options.onClosed?.();
        this.show({ connection: navigator.onLine === false ? "offline" : "reconnecting" });
        await new Promise((resolve) => setTimeout(resolve, snapshotAgain));
      }
    }
  }

  private async startOver(): Promise<void> {
    if (this.held) {
      this.held = [];
      return;
    }
    this.held = [];
    const { epoch } = this.view.state;
    await this.load((desk) => renew(this.view.state, desk));
    if (this.view.state.epoch !== epoch) this.opened.clear();
    const late = this.held ?? [];
    this.held = undefined;
    for (const event of late) this.hear(event);
    this.outbox.retry();
    this.outbox.flush();
    for (const id of Object.keys(this.view.state.talks)) if (this.opened.has(id)) void this.open(id);
  }

  private take({ event, data }: Frame): void {
    switch (event) {
      case "heartbeat":
        // The server knows by this that somebody is there: a machine without power closes no connection.
        this.options.api("POST", "/api/me/contact").catch(() => {});
        break;
      case "typing":
        this.set(applyTyping(this.view.state, data as LiveValues["typing"]));
        break;
      case "colleagues":
        this.set(applyColleagues(this.view.state, data as LiveValues["colleagues"]));
        break;
      case "presence":
        this.set(applyPresence(this.view.state, data as LiveValues["presence"]));
        break;
      case "monitor":
        for (const listener of this.watchers) listener(data as MonitorNews);
        break;
      default:
        if (this.held) this.held.push(data as StreamEvent);
        else this.hear(data as StreamEvent);
    }
  }

  private hear(event: StreamEvent): void {
    const before = this.view.state;
    // In the snapshot already.
    if (event.seq !== undefined && event.seq <= before.seq) return;
    const after = applyStreamEvent(before, event);
    this.set(after);
    const { conversation: id } = event;
    if (event.kind === "agent.status") this.ownStatus(event.data as AgentEvents["agent.status"]);
    if (id && event.kind === "message.sent") this.confirmDelivered(id);
    if (id && this.opened.has(id)) void this.open(id);
    this.options.onHeard?.(event, before, after);
  }

  private ownStatus({ agent, status }: AgentEvents["agent.status"]): void {
    if (agent === this.view.state.me) this.options.onStatus?.(status);
  }

  private connectionIs(connection: StreamState): void {
    this.show({ connection });
    // What somebody was typing is not known any more; the server says it anew when it is back.
    if (connection !== "live") {
      this.set(forgetTyping(this.view.state));
      return;
    }
    this.outbox.flush();
    this.sendMarksSoon();
    for (const id of Object.keys(this.view.fetching)) if (this.view.fetching[id] === "failed") void this.open(id);
  }

  private heardMessage(id: Id, message: Message): void {
    this.set(changeTalk(this.view.state, id, (talk) => applyEvent(talk, { message })));
  }

  private acknowledge({ queue, body }: Entry<Words>, sent: Sent): void {
    const { me } = this.view.state;
    const message = { from: "agent", kind: "text", text: body.text, agent: me } as const;
    this.set(changeTalk(this.view.state, queue, (talk) => applySent(talk, sent, message)));
    if (this.opened.has(queue)) void this.open(queue);
  }

  // ---------------------------------------------------------------- marks

  private confirmDelivered(id: Id): void {
    const conversation = this.view.state.talks[id]?.conversation;
    if (!conversation || conversation.agent !== this.view.state.me) return;
    if (conversation.lastSeq > conversation.marks.agentDelivered) {
      this.wantMarks(id, { delivered: conversation.lastSeq });
    }
  }

  private wantMarks(id: Id, marks: { delivered?: number; read?: number }): void {
    this.wantedMarks.set(id, { ...this.wantedMarks.get(id), ...marks });
    this.sendMarksSoon();
  }

  /** A burst of messages is one mark. */
  private sendMarksSoon(): void {
    if (this.wantedMarks.size > 0) this.marksTimer ??= setTimeout(() => void this.sendMarks(), marksEvery);
  }

  private async sendMarks(): Promise<void> {
    const wanted = [...this.wantedMarks];
    this.wantedMarks.clear();
    for (const [id, body] of wanted) {
      try {
        await this.options.api("PUT", `/api/conversations/${id}/marks`, { body });
      } catch (problem) {
        // Kept for when the connection is back; a refusal means the conversation is no longer ours.
        if ((problem as { passing?: boolean }).passing)
          this.wantedMarks.set(id, { ...body, ...this.wantedMarks.get(id) });
      }
    }
    this.marksTimer = undefined;
  }

  // ---------------------------------------------------------------- inside

  private async fetch(id: Id, where: string): Promise<void> {
    this.show({ fetching: { ...this.view.fetching, [id]: "now" } });
    let failed = false;
    try {
      const path = `/api/conversations/${id}/messages?${where}&limit=${pageSize}`;
      const page = await this.options.api<MessagePage<Message>>("GET", path);
      this.opened.add(id);
      this.set(changeTalk(this.view.state, id, (talk) => applyPage(talk, page)));
    } catch {
      failed = true;
    }
    const { [id]: _, ...others } = this.view.fetching;
    this.show({ fetching: failed ? { ...others, [id]: "failed" } : others });
  }

  private set(state: DeskState): void {
    if (state !== this.view.state) this.show({ state });
  }

  private show(part: Partial<DeskView>): void {
    if (this.closed) return;
    this.view = { ...this.view, ...part };
    for (const listener of this.listeners) listener();
  }
}

function ownStorage(): Keep {
  try {
    localStorage.getItem("");
    return localStorage;
  } catch {
    return memoryStorage();
  }
}
