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
  LeftAnswer,
  LiveValues,
  MessagePage,
  Problem,
  Sent,
  StreamEvent,
  Typing,
  VisitAnswer,
  VisitorChoice,
  VisitorChoices,
  VisitorConversation,
  VisitorEvents,
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
  page: { page: string; referrer: string } | undefined;
  onChange: () => void;
  fetch?: typeof fetch;
}

/** What the other side is doing, as last heard. */
export type Other = "none" | "typing" | "entered";

const pageSize = 200;
/** "typing" is renewed every few seconds; without renewal the person has stopped or is gone. */
const typingLease = 8_000;
/** A blink of the connection is nobody's business. */
const lostAfter = 1_500;
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
  /** The place in the queue, of the conversation that waits. */
  queue: LiveValues["queue"] | undefined;
  /** Among whom one may choose before the talk begins. */
  choices: VisitorChoices | null = null;
  /** Who was chosen; without an id it is left to the system. */
  choice: Pick<VisitorChoice, "id" | "name"> | undefined;
  /** The name of the one chosen who is not there any more. */
  choiceGone = "";
  talk: VisitorTalk | undefined;
  connection: StreamState = "connecting";
  /** The connection has been gone for longer than a blink. */
  lost = false;
  unsent: Entry<Words>[] = [];
  /** Why the server refused a message, in its words. */
  readonly reasons: Record<Id, string> = {};
  /** The server has asked for a moment's patience; the outbox sends these by itself. */
  readonly held: Record<Id, boolean> = {};
  other: Other = "none";
  /** A draft brought back: from before a reload, or words that could not be sent in their conversation. */
  draft = "";
  /** What the visitor typed as a name; the message form takes it over. */
  nickname = "";
  leaveErrors: Problem | undefined;
  left: "no" | "sending" | "thanks" = "no";
  /** Answers to what was left when nobody was here. */
  answers: readonly LeftAnswer[] = [];

  private readonly _options: SessionOptions;
  private readonly _api: Api;
  private readonly _messages: Outbox<Words>;
  private readonly _leaves: Outbox<LeaveForm>;
  private readonly _prefix: string;
  private _token: string | null;
  /** Who we are to the server; the same in every tab, while each visit renews the token. */
  private _visitor: Id | null = null;
  private _store = false;
  private _stream: Stream | undefined;
  private _starting: { id: Id; nickname?: string; consent?: string; chosen?: object | undefined } | undefined;
  private _fetching = false;
  private _visible = false;
  private _marked = { delivered: 0, read: 0 };
  private _marking: ReturnType<typeof setTimeout> | undefined;
  private _lostTimer: ReturnType<typeof setTimeout> | undefined;
  private _otherTimer: ReturnType<typeof setTimeout> | undefined;
  private _retryTimer: ReturnType<typeof setTimeout> | undefined;
  private _tries = 0;
  private _renewals = 0;
  private _closed = false;
  private readonly _seeing = new Set<Id>();

  constructor(options: SessionOptions) {
    this._options = options;
    this._prefix = `genkan.${options.site}.`;
    this._token = this._read("talk");
    this.draft = this._read("draft") ?? "";
    this._api = createApi({
      language: options.language,
      authorization: () => (this._token ? `Visitor ${this._token}` : null),
      ...(options.fetch ? { fetch: options.fetch } : {}),
    });
    this._messages = createOutbox<Words, Sent>({
      storage: options.storage,
      prefix: `${this._prefix}out.`,
      send: (entry) => this._post(entry),
      onAcknowledged: (entry, sent) => {
        if (this.talk?.conversation.id !== entry.queue) return;
        this.talk = applySent(this.talk, sent, { from: "visitor", kind: "text", text: entry.body.text });
        void this._fill();
      },
      onChange: (entries) => {
        this.unsent = entries;
        this._changed();
      },
    });
    this.unsent = this._messages.entries();
    this._leaves = createOutbox<LeaveForm, unknown>({
      storage: options.storage,
      prefix: `${this._prefix}leave.`,
      send: (entry) => this._postLeave(entry),
      onAcknowledged: () => {
        this.left = "thanks";
        this.leaveErrors = undefined;
        this.setDraft("");
      },
      onChange: (entries) => {
        if (entries.some((entry) => !entry.failed)) this.left = "sending";
        else if (entries.length > 0 && this.left === "sending") {
          this.left = "no";
          this.leaveErrors ??= { type: "", title: "", status: 0, code: "offline" };
        }
        this._changed();
      },
    });
  }

  // ---- who we are

  /** Begins or goes on; tries until the server answers. */
  async begin(): Promise<void> {
    clearTimeout(this._retryTimer);
    try {
      const answer = await this._visit(this._options.page);
      this._tries = 0;
      this.availability = answer.availability;
      this._offer(answer.choices);
      this.answers = answer.answers;
      const conversation = answer.conversation;
      if (conversation && isOpen(conversation)) await this._open(conversation);
      else if (!this.talk || isOpen(this.talk.conversation)) this.talk = this._unbegunTalk();
      if (this._closed) return;
      this._connect(answer.cursor, answer.epoch);
      this._salvage();
      this.phase = "ready";
      this._messages.flush();
      this._leaves.flush();
    } catch (error) {
      const refused = error instanceof ApiError && !error.passing && error.status !== 401;
      if (this.phase === "loading" || this.phase === "unreachable") this.phase = refused ? "refused" : "unreachable";
      const asked = (error instanceof ApiError && error.retryAfter) || 0;
      if (!refused && !this._closed)
        this._retryTimer = setTimeout(() => void this.begin(), Math.max(backoff(++this._tries), asked));
    }
    this._changed();
  }

  /** Words of the site in another language; the conversation stays. */
  async speak(): Promise<void> {
    try {
      await this._visit();
      this._changed();
    } catch {
      // The labels have changed already; the site's own words follow with the next visit.
    }
  }

  private async _visit(page?: SessionOptions["page"]): Promise<VisitAnswer> {
    const { site, language, trail } = this._options;
    const body = { site, ...page, language: language(), reach: "talk", ...(trail ? { trail } : {}) };
    const ask = () => this._api<VisitAnswer>("POST", "/visitor/visits", { body });
    let answer: VisitAnswer;
    try {
      answer = await ask();
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 401 || !this._token) throw error;
      this._token = null;
      answer = await ask();
    }
    this._store = answer.store;
    this.site = answer.site;
    this._visitor = answer.visitor;
    this._setToken(answer.token);
    return answer;
  }

  private _setToken(token: string | null): void {
    this._token = token;
    this._write("talk", this._store ? token : null);
  }

  /** The server does not know us any more: begin as somebody new, and keep what was not said yet. */
  private _anew(): void {
    this._setToken(null);
    this._stream?.close();
    this._stream = undefined;
    this.talk = undefined;
    // At once the first time; should the server refuse each new one too, ever more slowly.
    clearTimeout(this._retryTimer);
    this._retryTimer = setTimeout(() => void this.begin(), 5_000 * this._renewals++);
  }

  // ---- the conversation

  choose(choice?: Session["choice"], gone = ""): void {
    this.choice = choice;
    this.choiceGone = gone;
    this._changed();
  }

  /** The one chosen may serve no more: the list again. */
  private _offer(choices: VisitorChoices | null): void {
    this.choices = choices;
    const id = this.choice?.id;
    if (id && !choices?.items.some((one) => one.id === id && one.online)) this._nobody();
  }

  private _nobody(): void {
    if (this.choice?.id) this.choose(undefined, this.choice.name);
    else this.availability = "away";
  }

  /** As the server is told it: `{agent}` or `{department}`. */
  private get _chosen() {
    return this.choices && this.choice?.id ? { [this.choices.kind.slice(0, -1)]: this.choice.id } : undefined;
  }

  /** Counts the opening of the nickname screen. */
  countEntry(id: Id): void {
    this._api("POST", "/visitor/entries", { body: { id } }).catch(() => {});
  }

  /** Answers what stands in the way, or nothing when the talk has begun; the caller draws. */
  async start(form: { nickname?: string; consent?: string }): Promise<Problem | undefined> {
    // The same id for every try: pressing twice starts one conversation.
    this._starting = { id: this._starting?.id ?? newId(), ...form, chosen: this._chosen };
    try {
      await this._begun(this._starting.id);
      return undefined;
    } catch (error) {
      const problem = (error as ApiError).problem;
      const { agent, department } = problem.errors ?? {};
      // Who was chosen has left meanwhile: the list again. Everybody has: the message form takes over.
      if (agent || department || problem.code === "nobody_here") this._nobody();
      if (problem.status === 401) this._anew();
      return problem;
    }
  }

  /** The first words of a visitor who is asked for nothing begin the conversation. */
  say(text: string, id: Id): void {
    if (!this.talk || !isOpen(this.talk.conversation)) {
      this._starting = { id: newId(), chosen: this._chosen };
      this._write("starting", this._starting.id);
      this.talk = openTalk({ ...unbegun, id: this._starting.id });
    }
    this.setDraft("");
    this._messages.add({ id, queue: this.talk.conversation.id, body: { text } });
  }

  retry(id: Id): void {
    this._messages.retry(id);
  }

  async end(): Promise<Problem | undefined> {
    const talk = this.talk;
    if (!talk) return undefined;
    try {
      const path = `/visitor/conversations/${talk.conversation.id}/end`;
      this._take({ conversation: await this._api<VisitorConversation>("POST", path) });
      return undefined;
    } catch (error) {
      return error instanceof ApiError ? error.problem : undefined;
    } finally {
      this._changed();
    }
  }

  /** After the end: back to the beginning, with what could not be said there. */
  again(): void {
    this.talk = undefined;
    this._starting = undefined;
    this.choice = undefined;
    this._salvage();
    this._changed();
  }

  setDraft(text: string): void {
    this.draft = text;
    this._write("draft", text || null);
  }

  /** Is somebody looking at the window? Then what is shown has been read. */
  look(visible: boolean): void {
    this._visible = visible;
    this._mark();
  }

  get newAnswers(): number {
    return this.answers.filter(({ seenAt }) => seenAt === null).length;
  }

  /** They stand before the eyes: said once for each, and again when it did not get through. */
  sawAnswers(): void {
    if (!this._visible) return;
    for (const { id, seenAt } of this.answers) {
      if (seenAt !== null || this._seeing.has(id)) continue;
      this._seeing.add(id);
      this._api("PUT", `/visitor/leftmessages/${id}/seen`)
        .then(() => {
          this.answers = this.answers.map((one) => (one.id === id ? { ...one, seenAt: Date.now() } : one));
          this._changed();
        })
        .catch(() => this._seeing.delete(id));
    }
  }

  get unread(): number {
    if (!this.talk) return this.newAnswers;
    const { visitorRead } = this.talk.conversation.marks;
    const read = Math.max(visitorRead, this._marked.read);
    return this.talk.messages.filter((message) => message.seq > read && isFromThem(message)).length;
  }

  typing(typing: Typing): void {
    const talk = this.talk;
    // Before the first word there is nobody to tell.
    if (!talk || talk.conversation.startedAt === 0 || !isOpen(talk.conversation) || this.connection !== "live") return;
    const path = `/visitor/conversations/${talk.conversation.id}/typing`;
    this._api("POST", path, { body: typing, keepalive: true }).catch(() => {});
  }

  leave(form: LeaveForm): void {
    for (const entry of this._leaves.entries()) this._leaves.remove(entry.id);
    this.leaveErrors = undefined;
    this.left = "sending";
    this._leaves.add({ id: newId(), queue: "leave", body: form });
  }

  /** What was refused, to be mended. */
  get refusedLeave(): LeaveForm | undefined {
    return this._leaves.entries().find((entry) => entry.failed)?.body;
  }

  leaveAnother(): void {
    this.left = "no";
    this._changed();
  }

  /** A person asks, or the page is seen again: do not wait for the next try. */
  nudge(): void {
    if (this.phase === "ready") this._stream?.nudge();
    else void this.begin();
    this._messages.flush();
    this._leaves.flush();
  }

  close(): void {
    this._closed = true;
    clearTimeout(this._retryTimer);
    clearTimeout(this._marking);
    clearTimeout(this._otherTimer);
    clearTimeout(this._lostTimer);
    this._stream?.close();
    this._messages.close();
    this._leaves.close();
  }

  private async _post(entry: Entry<Words>): Promise<Sent> {
    try {
      if (!this._token) throw new ApiError({ type: "", title: "", status: 0, code: "offline" });
      if (this._read("starting") === entry.queue && (await this._begun(entry.queue)) !== entry.queue)
        // Moved to the conversation that was open already.
        throw new Error("moved");
      const body = { id: entry.id, text: entry.body.text };
      return await this._api<Sent>("POST", `/visitor/conversations/${entry.queue}/messages`, { body });
    } catch (error) {
      if (error instanceof ApiError) this._judge(error, entry);
      throw error;
    }
  }

  /** Starts the conversation with this id, or goes on in the one that is open; safe to repeat. */
  private async _begun(id: Id): Promise<Id> {
    const { language } = this._options;
    const form = this._starting?.id === id ? this._starting : { id };
    const body = {
      id,
      language: language(),
      ...("chosen" in form ? form.chosen : {}),
      ...("nickname" in form && form.nickname ? { nickname: form.nickname } : {}),
      ...("consent" in form && form.consent ? { consent: { version: form.consent } } : {}),
      ...(this._options.page ? { page: this._options.page.page } : {}),
    };
    try {
      const conversation = await this._api<VisitorConversation>("POST", "/visitor/conversations", { body });
      this._starting = undefined;
      this._write("starting", null);
      await this._open(conversation);
      return id;
    } catch (error) {
      const problem = error instanceof ApiError ? error.problem : undefined;
      if (problem?.code !== "conversation_open" || !problem.conversation) throw error;
      // Another tab was faster: go on there, with the words that were meant for this one.
      this._starting = undefined;
      this._write("starting", null);
      await this._open(await this._api("GET", `/visitor/conversations/${problem.conversation}`));
      this._moveUnsent(id, problem.conversation);
      return problem.conversation;
    }
  }

  /** Words written before a reload, for a conversation that has not begun yet. */
  private _unbegunTalk(): VisitorTalk | undefined {
    const id = this._read("starting");
    return id && this.unsent.some((entry) => entry.queue === id) ? openTalk({ ...unbegun, id }) : undefined;
  }

  private _judge(error: ApiError, entry: Entry<Words>): void {
    if (!error.passing) this.reasons[entry.id] = error.problem.title;
    else if (error.retryAfter && !this.held[entry.id]) {
      this.held[entry.id] = true;
      this._changed();
    }
    if (error.status === 401) this._anew();
    else if (error.problem.code === "nobody_here") {
      // The list or the message form takes over, with the words that were typed.
      this._nobody();
      if (this.talk?.conversation.id === entry.queue) this.talk = undefined;
      this._write("starting", null);
      queueMicrotask(() => this._salvage());
    } else if (error.problem.code === "conversation_ended" && this.talk?.conversation.id === entry.queue) {
      void this._refresh();
    }
  }

  private async _postLeave(entry: Entry<LeaveForm>): Promise<unknown> {
    try {
      if (!this._token) throw new ApiError({ type: "", title: "", status: 0, code: "offline" });
      return await this._api("POST", "/visitor/leftmessages", { body: { id: entry.id, ...entry.body } });
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) this._anew();
      else if (error instanceof ApiError && !error.passing) this.leaveErrors = error.problem;
      throw error;
    }
  }

  private _moveUnsent(from: Id, to: Id): void {
    for (const { id, queue, body } of this.unsent) {
      if (queue !== from) continue;
      this._messages.remove(id);
      this._messages.add({ id: newId(), queue: to, body });
    }
  }

  /** Unsent words of a conversation that is over go back into the composer; nothing is thrown away. */
  private _salvage(): void {
    const current = this.talk?.conversation.id ?? this._read("starting");
    const lost = this.unsent.filter((entry) => entry.queue !== current);
    if (lost.length === 0) return;
    const texts = lost.map((entry) => entry.body.text);
    for (const entry of lost) this._messages.remove(entry.id);
    this.setDraft([...texts, ...(this.draft ? [this.draft] : [])].join("\n"));
    this._changed();
  }

  // ---- what is there

  private async _open(conversation: VisitorConversation): Promise<void> {
    const known =
      this.talk?.conversation.id === conversation.id
        ? this.talk
        : openTalk<VisitorConversation, VisitorMessage>(conversation);
    this.talk = applyConversation(known, conversation);
    this._marked = { delivered: 0, read: 0 };
    await this._fill(true);
  }

  private async _refresh(): Promise<void> {
    const id = this.talk?.conversation.id;
    if (!id) return;
    try {
      this._take({ conversation: await this._api<VisitorConversation>("GET", `/visitor/conversations/${id}`) });
    } catch {
      // The stream brings it.
    }
  }

  /** Reads what is missing between the first message and the head. */
  private async _fill(must = false): Promise<void> {
    if (this._fetching && !must) return;
    this._fetching = true;
    try {
      for (let tries = 0; this.talk && !this._closed; ) {
        const after = hole(this.talk, 0);
        if (after === undefined) break;
        const id = this.talk.conversation.id;
        try {
          const path = `/visitor/conversations/${id}/messages?after=${after}&limit=${pageSize}`;
          const page = await this._api<MessagePage<VisitorMessage>>("GET", path);
          if (this.talk?.conversation.id !== id) break;
          this.talk = applyPage(this.talk, page);
          if (page.items.length === 0) break;
        } catch (error) {
          if (must || (error instanceof ApiError && !error.passing)) throw error;
          const asked = (error instanceof ApiError && error.retryAfter) || 0;
          await new Promise((resolve) => setTimeout(resolve, Math.max(backoff(++tries), asked)));
        }
      }
    } catch (error) {
      if (must) throw error;
    } finally {
      this._fetching = false;
    }
    this._mark();
    this._changed();
  }

  private _connect(cursor: string, epoch: string): void {
    if (this._stream && this._stream.state !== "closed") return;
    this._stream = shareStream({
      name: `genkan.talk.${this._visitor}`,
      url: "/visitor/stream",
      headers: () => ({ Authorization: `Visitor ${this._token}` }),
      credentials: "omit",
      cursor,
      epoch,
      onFrame: (frame) => this._hear(frame),
      onReset: () => {
        // Another life of the database: only what it tells now is true. What this stream still brings meanwhile would fall
        // between the two, so a new one goes on from the new snapshot.
        this._stream?.close();
        this._stream = undefined;
        this.talk = undefined;
        void this.begin();
      },
      onState: (state) => {
        this.connection = state;
        clearTimeout(this._lostTimer);
        if (state === "live") {
          this.lost = false;
          this._messages.flush();
          this._leaves.flush();
          this._mark();
        } else if (state !== "closed") {
          this._lostTimer = setTimeout(() => {
            this.lost = true;
            this._changed();
          }, lostAfter);
        }
        this._changed();
      },
      onClosed: () => this._anew(),
      ...(this._options.fetch ? { fetch: this._options.fetch } : {}),
    });
    this.connection = this._stream.state;
  }

  private _hear(frame: Frame): void {
    if (frame.event === "heartbeat") return;
    if (frame.event === "availability") {
      this.availability = (frame.data as LiveValues["availability"]).state;
    } else if (frame.event === "queue") {
      this.queue = frame.data as LiveValues["queue"];
    } else if (frame.event === "choices") {
      this._offer((frame.data as LiveValues["choices"]).choices);
    } else if (frame.event === "typing") {
      const typing = frame.data as LiveValues["typing"];
      if (typing.from === "agent" && typing.conversation === this.talk?.conversation.id) this._setOther(typing.state);
    } else if (frame.event === "leftMessage.replied") {
      const { answer } = (frame.data as StreamEvent).data as VisitorEvents["leftMessage.replied"];
      this.answers = [...this.answers.filter(({ id }) => id !== answer.id), answer].sort((a, b) => a.at - b.at);
    } else {
      const event = frame.data as StreamEvent;
      const data = event.data as TalkEventData<VisitorConversation, VisitorMessage>;
      if (event.conversation !== undefined && event.conversation !== this.talk?.conversation.id) {
        // Begun in another tab.
        const other = data.conversation;
        if (other && isOpen(other) && !(this.talk && isOpen(this.talk.conversation) && this.talk.head > 0))
          void this._open(other).catch(() => {});
        return;
      }
      if (data.message && isFromThem(data.message)) this._setOther("none");
      this._take(data);
    }
    this._changed();
  }

  private _take(data: TalkEventData<VisitorConversation, VisitorMessage>): void {
    if (!this.talk) return;
    this.talk = applyEvent(this.talk, data);
    if (!isOpen(this.talk.conversation)) this._setOther("none");
    if (hole(this.talk, 0) !== undefined) void this._fill();
    this._mark();
    this._changed();
  }

  private _setOther(state: Other): void {
    this.other = state;
    clearTimeout(this._otherTimer);
    if (state === "typing") {
      this._otherTimer = setTimeout(() => {
        this.other = "none";
        this._changed();
      }, typingLease);
    }
  }

  private _mark(): void {
    const talk = this.talk;
    if (!talk || this._marking || this._closed) return;
    const last = talk.messages[talk.messages.length - 1]?.seq ?? 0;
    const { visitorDelivered, visitorRead } = talk.conversation.marks;
    const delivered = last > Math.max(visitorDelivered, this._marked.delivered);
    const read = this._visible && last > Math.max(visitorRead, this._marked.read);
    if (!delivered && !read) return;
    const body = { delivered: last, ...(read ? { read: last } : {}) };
    this._marked = { delivered: last, read: read ? last : this._marked.read };
    this._marking = setTimeout(() => {
      this._marking = undefined;
      this._mark();
    }, markEvery);
    this._api("PUT", `/visitor/conversations/${talk.conversation.id}/marks`, { body }).catch(() => {
      // Said again when the connection is back.
      this._marked = { delivered: 0, read: 0 };
    });
  }

  private _changed(): void {
    if (!this._closed) this._options.onChange();
  }

  // ---- storage

  private _read(key: string): string | null {
    try {
      return this._options.storage.getItem(this._prefix + key);
    } catch {
      return null;
    }
  }

  private _write(key: string, value: string | null): void {
    try {
      if (value === null) this._options.storage.removeItem(this._prefix + key);
      else this._options.storage.setItem(this._prefix + key, value);
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
  turn: 0,
  lastSeq: 0,
  marks: { visitorDelivered: 0, visitorRead: 0, agentDelivered: 0, agentRead: 0 },
  startedAt: 0,
  endType: null,
};
