import { backoff } from "@genkan/client/backoff";
import {
  applyConversation,
  applyEvent,
  applyPage,
  applySent,
  hole,
  openTalk,
  type Talk,
  type TalkEventData,
} from "@genkan/client/conversationState";
import { type Api, ApiError, createApi } from "@genkan/client/http";
import { newId } from "@genkan/client/ids";
import { createOutbox, type Entry, type Keep, type Outbox } from "@genkan/client/outbox";
import { shareStream } from "@genkan/client/sharedStream";
import type { Frame, Stream, StreamState } from "@genkan/client/stream";
import type {
  Availability,
  Id,
  Language,
  LiveValues,
  MessagePage,
  Problem,
  Sent,
  StreamEvent,
  Typing,
  VisitAnswer,
  VisitorConversation,
  VisitorMessage,
  VisitorSite,
} from "@genkan/client/types";

export type VisitorTalk = Talk<VisitorConversation, VisitorMessage>;
export type Words = { text: string };
export interface LeaveForm {
  name: string;
  email?: string;
  phone?: string;
  text: string;
}

export interface SessionOptions {
  /** The site's public key. */
  site: string;
  storage: Keep;
  language: () => Language;
  /** The loader's token, whose trail we join. */
  trail: string | null;
  /** The plain chat page reports itself; in a frame the loader reports the page around us. */
  page: { page: string; title: string; referrer: string } | undefined;
  onChange: () => void;
  fetch?: typeof fetch;
}

/** What the other side is doing, as last heard. */
export type Other = "none" | "typing" | "entered";

const pageSize = 200;
/** "typing" is renewed every few seconds; without renewal the person has stopped or is gone. */
const typingLease = 8_000;
/** Delivered and read marks go out together, at most one call a second. */
const markEvery = 1_000;

/**
 * One visitor's chat, without any markup: who we are, the running conversation, what is unsent, how the connection is.
 * Everything a screen shows is read from here after `onChange`.
 */
export class Session {
  phase: "loading" | "unreachable" | "refused" | "ready" = "loading";
  site!: VisitorSite;
  availability: Availability = "away";
  talk: VisitorTalk | undefined;
  connection: StreamState = "connecting";
  other: Other = "none";
  /** A draft brought back: from before a reload, or words that could not be sent in their conversation. */
  draft = "";
  /** What the visitor typed as a name; the message form takes it over. */
  nickname = "";
  leaveErrors: Problem | undefined;
  left: "no" | "sending" | "thanks" = "no";

  private readonly options: SessionOptions;
  private readonly api: Api;
  private readonly messages: Outbox<Words>;
  private readonly leaves: Outbox<LeaveForm>;
  private readonly prefix: string;
  private token: string | null;
  private store = false;
  private stream: Stream | undefined;
  private starting: { id: Id; nickname?: string; consent?: string } | undefined;
  private fetching = false;
  private visible = false;
  private marked = { delivered: 0, read: 0 };
  private marking: ReturnType<typeof setTimeout> | undefined;
  private otherTimer: ReturnType<typeof setTimeout> | undefined;
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private tries = 0;
  private closed = false;

  constructor(options: SessionOptions) {
    this.options = options;
    this.prefix = `genkan.${options.site}.`;
    this.token = this.read("talk");
    this.draft = this.read("draft") ?? "";
    this.api = createApi({
      language: options.language,
      authorization: () => (this.token ? `Visitor ${this.token}` : null),
      ...(options.fetch ? { fetch: options.fetch } : {}),
    });
    this.messages = createOutbox<Words, Sent>({
      storage: options.storage,
      prefix: `${this.prefix}out.`,
      send: (entry) => this.post(entry),
      onAcknowledged: (entry, sent) => {
        if (this.talk?.conversation.id !== entry.queue) return;
        this.talk = applySent(this.talk, sent, { from: "visitor", kind: "text", text: entry.body.text });
        void this.fill();
      },
      onChange: () => this.changed(),
    });
    this.leaves = createOutbox<LeaveForm, unknown>({
      storage: options.storage,
      prefix: `${this.prefix}leave.`,
      send: (entry) => this.postLeave(entry),
      onAcknowledged: () => {
        this.left = "thanks";
        this.leaveErrors = undefined;
      },
      onChange: (entries) => {
        if (entries.some((entry) => !entry.failed)) this.left = "sending";
        else if (entries.length > 0 && this.left === "sending") this.left = "no";
        this.changed();
      },
    });
  }

  // ---- who we are

  /** Begins or goes on; tries until the server answers. */
  async begin(): Promise<void> {
    clearTimeout(this.retryTimer);
    try {
      const answer = await this.visit(this.options.page);
      this.tries = 0;
      this.availability = answer.availability;
      const conversation = answer.conversation;
      if (conversation && isOpen(conversation)) await this.open(conversation);
      else if (!this.talk || isOpen(this.talk.conversation)) this.talk = this.unbegunTalk();
      if (this.closed) return;
      this.connect(answer.cursor, answer.epoch);
      this.salvage();
      this.phase = "ready";
      this.messages.flush();
      this.leaves.flush();
    } catch (error) {
      const refused = error instanceof ApiError && !error.passing && error.status !== 401;
      if (this.phase === "loading" || this.phase === "unreachable") this.phase = refused ? "refused" : "unreachable";
      if (!refused && !this.closed) this.retryTimer = setTimeout(() => void this.begin(), backoff(++this.tries));
    }
    this.changed();
  }

  /** Words of the site in another language; the conversation stays. */
  async speak(): Promise<void> {
    try {
      await this.visit();
      this.changed();
    } catch {
      // The labels have changed already; the site's own words follow with the next visit.
    }
  }

  private async visit(page?: SessionOptions["page"]): Promise<VisitAnswer> {
    const { site, language, trail } = this.options;
    const body = { site, ...page, language: language(), reach: "talk", ...(trail ? { trail } : {}) };
    const ask = () => this.api<VisitAnswer>("POST", "/visitor/visits", { body });
    let answer: VisitAnswer;
    try {
      answer = await ask();
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 401 || !this.token) throw error;
      this.token = null;
      answer = await ask();
    }
    this.store = answer.store;
    this.site = answer.site;
    this.setToken(answer.token);
    return answer;
  }

  private setToken(token: string | null): void {
    this.token = token;
    this.write("talk", this.store ? token : null);
  }

  /** The server does not know us any more: begin as somebody new, and keep what was not said yet. */
  private anew(): void {
    this.setToken(null);
    this.stream?.close();
    this.stream = undefined;
    this.talk = undefined;
    void this.begin();
  }

  // ---- the conversation

  get unsent(): Entry<Words>[] {
    return this.messages.entries();
  }

  /** Counts the opening of the nickname screen. */
  countEntry(id: Id): void {
    this.api("POST", "/visitor/entries", { body: { id } }).catch(() => {});
  }

  /** Answers what stands in the way, or nothing when the talk has begun. */
  async start(form: { nickname?: string; consent?: string }): Promise<Problem | undefined> {
    // The same id for every try: pressing twice starts one conversation.
    this.starting = { id: this.starting?.id ?? newId(), ...form };
    try {
      await this.begun(this.starting.id);
      return undefined;
    } catch (error) {
      return error instanceof ApiError ? error.problem : { type: "", title: "", status: 0, code: "offline" };
    } finally {
      this.changed();
    }
  }

  /** The start was refused because everybody has left. */
  nobody(): void {
    this.availability = "away";
    this.changed();
  }

  /** The first words of a visitor who is asked for nothing begin the conversation. */
  say(text: string, id: Id): void {
    if (!this.talk || !isOpen(this.talk.conversation)) {
      this.starting = { id: newId() };
      this.write("starting", this.starting.id);
      this.talk = openTalk({ ...unbegun, id: this.starting.id });
    }
    this.setDraft("");
    this.messages.add({ id, queue: this.talk.conversation.id, body: { text } });
  }

  retry(id: Id): void {
    this.messages.retry(id);
  }

  async end(): Promise<Problem | undefined> {
    const talk = this.talk;
    if (!talk) return undefined;
    try {
      const path = `/visitor/conversations/${talk.conversation.id}/end`;
      this.take({ conversation: await this.api<VisitorConversation>("POST", path) });
      return undefined;
    } catch (error) {
      return error instanceof ApiError ? error.problem : undefined;
    } finally {
      this.changed();
    }
  }

  /** After the end: back to the beginning, with what could not be said there. */
  again(): void {
    this.talk = undefined;
    this.starting = undefined;
    this.salvage();
    this.changed();
  }

  setDraft(text: string): void {
    this.draft = text;
    this.write("draft", text || null);
  }

  /** Is somebody looking at the window? Then what is shown has been read. */
  look(visible: boolean): void {
    this.visible = visible;
    this.mark();
  }

  get unread(): number {
    if (!this.talk) return 0;
    const { visitorRead } = this.talk.conversation.marks;
    const read = Math.max(visitorRead, this.marked.read);
    return this.talk.messages.filter((message) => message.seq > read && isFromThem(message)).length;
  }

  typing(typing: Typing): void {
    const talk = this.talk;
    // Before the first word there is nobody to tell.
    if (!talk || talk.conversation.startedAt === 0 || !isOpen(talk.conversation) || this.connection !== "live") return;
    const path = `/visitor/conversations/${talk.conversation.id}/typing`;
    this.api("POST", path, { body: typing, keepalive: true }).catch(() => {});
  }

  leave(form: LeaveForm): void {
    for (const entry of this.leaves.entries()) this.leaves.remove(entry.id);
    this.leaveErrors = undefined;
    this.left = "sending";
    this.leaves.add({ id: newId(), queue: "leave", body: form });
  }

  /** What was refused, to be mended. */
  get refusedLeave(): LeaveForm | undefined {
    return this.leaves.entries().find((entry) => entry.failed)?.body;
  }

  leaveAnother(): void {
    this.left = "no";
    this.changed();
  }

  /** A person asks, or the page is seen again: do not wait for the next try. */
  nudge(): void {
    if (this.phase === "ready") this.stream?.nudge();
    else void this.begin();
    this.messages.flush();
    this.leaves.flush();
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.retryTimer);
    clearTimeout(this.marking);
    clearTimeout(this.otherTimer);
    this.stream?.close();
    this.messages.close();
    this.leaves.close();
  }

  private async post(entry: Entry<Words>): Promise<Sent> {
    try {
      if (!this.token) throw new ApiError({ type: "", title: "", status: 0, code: "offline" });
      if (this.read("starting") === entry.queue && (await this.begun(entry.queue)) !== entry.queue)
        // Moved to the conversation that was open already.
        throw new Error("moved");
      const body = { id: entry.id, text: entry.body.text };
      return await this.api<Sent>("POST", `/visitor/conversations/${entry.queue}/messages`, { body });
    } catch (error) {
      if (error instanceof ApiError) this.judge(error, entry);
      throw error;
    }
  }

  /** Starts the conversation with this id, or goes on in the one that is open; safe to repeat. */
  private async begun(id: Id): Promise<Id> {
    const { language } = this.options;
    const form = this.starting?.id === id ? this.starting : { id };
    const body = {
      id,
      language: language(),
      ...("nickname" in form && form.nickname ? { nickname: form.nickname } : {}),
      ...("consent" in form && form.consent ? { consent: { version: form.consent } } : {}),
      ...(this.options.page ? { page: this.options.page.page } : {}),
    };
    try {
      const conversation = await this.api<VisitorConversation>("POST", "/visitor/conversations", { body });
      this.starting = undefined;
      this.write("starting", null);
      await this.open(conversation);
      return id;
    } catch (error) {
      const problem = error instanceof ApiError ? error.problem : undefined;
      if (problem?.code !== "conversation_open" || !problem.conversation) throw error;
      // Another tab was faster: go on there, with the words that were meant for this one.
      this.starting = undefined;
      this.write("starting", null);
      await this.open(await this.api("GET", `/visitor/conversations/${problem.conversation}`));
      this.moveUnsent(id, problem.conversation);
      return problem.conversation;
    }
  }

  /** Words written before a reload, for a conversation that has not begun yet. */
  private unbegunTalk(): VisitorTalk | undefined {
    const id = this.read("starting");
    return id && this.unsent.some((entry) => entry.queue === id) ? openTalk({ ...unbegun, id }) : undefined;
  }

  private judge(error: ApiError, entry: Entry<Words>): void {
    if (error.status === 401) this.anew();
    else if (error.problem.code === "nobody_here") {
      // The message form takes over, with the words that were typed.
      this.availability = "away";
      if (this.talk?.conversation.id === entry.queue) this.talk = undefined;
      this.write("starting", null);
      queueMicrotask(() => this.salvage());
    } else if (error.problem.code === "conversation_ended" && this.talk?.conversation.id === entry.queue) {
      void this.refresh();
    }
  }

  private async postLeave(entry: Entry<LeaveForm>): Promise<unknown> {
    try {
      if (!this.token) throw new ApiError({ type: "", title: "", status: 0, code: "offline" });
      return await this.api("POST", "/visitor/leftmessages", { body: { id: entry.id, ...entry.body } });
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) this.anew();
      else if (error instanceof ApiError && !error.passing) this.leaveErrors = error.problem;
      throw error;
    }
  }

  private moveUnsent(from: Id, to: Id): void {
    for (const { id, queue, body } of this.unsent) {
      if (queue !== from) continue;
      this.messages.remove(id);
      this.messages.add({ id: newId(), queue: to, body });
    }
  }

  /** Unsent words of a conversation that is over go back into the composer; nothing is thrown away. */
  private salvage(): void {
    const current = this.talk?.conversation.id ?? this.read("starting");
    const lost = this.unsent.filter((entry) => entry.queue !== current);
    if (lost.length === 0) return;
    const texts = lost.map((entry) => entry.body.text);
    for (const entry of lost) this.messages.remove(entry.id);
    this.setDraft([...texts, ...(this.draft ? [this.draft] : [])].join("\n"));
    this.changed();
  }

  // ---- what is there

  private async open(conversation: VisitorConversation): Promise<void> {
    const known =
      this.talk?.conversation.id === conversation.id
        ? this.talk
        : openTalk<VisitorConversation, VisitorMessage>(conversation);
    this.talk = applyConversation(known, conversation);
    this.marked = { delivered: 0, read: 0 };
    await this.fill(true);
  }

  private async refresh(): Promise<void> {
    const id = this.talk?.conversation.id;
    if (!id) return;
    try {
      this.take({ conversation: await this.api<VisitorConversation>("GET", `/visitor/conversations/${id}`) });
    } catch {
      // The stream brings it.
    }
  }

  /** Reads what is missing between the first message and the head. */
  private async fill(must = false): Promise<void> {
    if (this.fetching && !must) return;
    this.fetching = true;
    try {
      for (let tries = 0; this.talk && !this.closed; ) {
        const after = hole(this.talk);
        if (after === undefined) break;
        const id = this.talk.conversation.id;
        try {
          const path = `/visitor/conversations/${id}/messages?after=${after}&limit=${pageSize}`;
          const page = await this.api<MessagePage<VisitorMessage>>("GET", path);
          if (this.talk?.conversation.id !== id) break;
          this.talk = applyPage(this.talk, page);
          if (page.items.length === 0) break;
        } catch (error) {
          if (must || (error instanceof ApiError && !error.passing)) throw error;
          await new Promise((resolve) => setTimeout(resolve, backoff(++tries)));
        }
      }
    } catch (error) {
      if (must) throw error;
    } finally {
      this.fetching = false;
    }
    this.mark();
    this.changed();
  }

  private connect(cursor: string, epoch: string): void {
    if (this.stream && this.stream.state !== "closed") return;
    this.stream = shareStream({
      name: `genkan.talk.${hash(this.token ?? "")}`,
      url: "/visitor/stream",
      headers: () => ({ Authorization: `Visitor ${this.token}` }),
      credentials: "omit",
      cursor,
      epoch,
      onFrame: (frame) => this.hear(frame),
      onReset: () => {
        // Another life of the database: only what it tells now is true.
        this.talk = undefined;
        void this.begin();
      },
      onState: (state) => {
        this.connection = state;
        if (state === "live") {
          this.messages.flush();
          this.leaves.flush();
          this.mark();
        }
        this.changed();
      },
      onClosed: () => this.anew(),
      ...(this.options.fetch ? { fetch: this.options.fetch } : {}),
    });
    this.connection = this.stream.state;
  }

  private hear(frame: Frame): void {
    if (frame.event === "heartbeat") return;
    if (frame.event === "availability") {
      this.availability = (frame.data as LiveValues["availability"]).state;
    } else if (frame.event === "typing") {
      const typing = frame.data as LiveValues["typing"];
      if (typing.from === "agent" && typing.conversation === this.talk?.conversation.id) this.setOther(typing.state);
    } else {
      const event = frame.data as StreamEvent;
      const data = event.data as TalkEventData<VisitorConversation, VisitorMessage>;
      if (event.conversation !== undefined && event.conversation !== this.talk?.conversation.id) {
        // Begun in another tab.
        const other = data.conversation;
        if (other && isOpen(other) && !(this.talk && isOpen(this.talk.conversation) && this.talk.head > 0))
          void this.open(other).catch(() => {});
        return;
      }
      if (data.message && isFromThem(data.message)) this.setOther("none");
      this.take(data);
    }
    this.changed();
  }

  private take(data: TalkEventData<VisitorConversation, VisitorMessage>): void {
    if (!this.talk) return;
    this.talk = applyEvent(this.talk, data);
    if (!isOpen(this.talk.conversation)) this.setOther("none");
    if (hole(this.talk) !== undefined) void this.fill();
    this.mark();
    this.changed();
  }

  private setOther(state: Other): void {
    this.other = state;
    clearTimeout(this.otherTimer);
    if (state === "typing") {
      this.otherTimer = setTimeout(() => {
        this.other = "none";
        this.changed();
      }, typingLease);
    }
  }

  private mark(): void {
    const talk = this.talk;
    if (!talk || this.marking || this.closed) return;
    const last = talk.messages[talk.messages.length - 1]?.seq ?? 0;
    const { visitorDelivered, visitorRead } = talk.conversation.marks;
    const delivered = last > Math.max(visitorDelivered, this.marked.delivered);
    const read = this.visible && last > Math.max(visitorRead, this.marked.read);
    if (!delivered && !read) return;
    const body = { delivered: last, ...(read ? { read: last } : {}) };
    this.marked = { delivered: last, read: read ? last : this.marked.read };
    this.marking = setTimeout(() => {
      this.marking = undefined;
      this.mark();
    }, markEvery);
    this.api("PUT", `/visitor/conversations/${talk.conversation.id}/marks`, { body }).catch(() => {
      // Said again when the connection is back.
      this.marked = { delivered: 0, read: 0 };
    });
  }

  private changed(): void {
    if (!this.closed) this.options.onChange();
  }

  // ---- storage

  private read(key: string): string | null {
    try {
      return this.options.storage.getItem(this.prefix + key);
    } catch {
      return null;
    }
  }

  private write(key: string, value: string | null): void {
    try {
      if (value === null) this.options.storage.removeItem(this.prefix + key);
      else this.options.storage.setItem(this.prefix + key, value);
    } catch {
      // Full: it lives as long as the page.
    }
  }
}

export function isOpen(conversation: VisitorConversation): boolean {
  return conversation.state === "waiting" || conversation.state === "inChat";
}

function isFromThem(message: VisitorMessage): boolean {
  return message.from === "agent" || message.from === "robot";
}

/** How a conversation looks before the server has heard of it. */
const unbegun: VisitorConversation = {
  id: "",
  state: "waiting",
  nickname: null,
  agent: null,
  lastSeq: 0,
  marks: { visitorDelivered: 0, visitorRead: 0, agentDelivered: 0, agentRead: 0 },
  startedAt: 0,
  endType: null,
};

/** A name for the channel between tabs that does not carry the token itself. */
function hash(text: string): string {
  let value = 5381;
  for (let index = 0; index < text.length; index++) value = (Math.imul(value, 33) ^ text.charCodeAt(index)) >>> 0;
  return value.toString(36);
}
