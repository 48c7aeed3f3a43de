import type {
  LeftAnswer,
  Typing,
  VisitorChoices,
  VisitorConversation,
  VisitorMessage,
  VisitorSite,
} from "@genkan/client/types";

interface Call {
  method: string;
  path: string;
  body: Record<string, unknown>;
  authorization: string | undefined;
}

/** The visitor's side of the server in memory, behind `fetch`. One visitor, one site. */
export class FakeGenkan {
  site: VisitorSite = {
    name: "Kumo",
    corner: "bottom-right",
    color: "#2f4b8a",
    language: "en",
    languages: ["en", "tr", "ja", "zh-Hans", "zh-Hant"],
    nicknameForm: true,
    consent: { enabled: true, text: "We keep what you write.", version: "v1" },
    greeting: { when: "open", text: "Welcome!" },
    nobody: "Nobody is here.",
    nobodyFirst: "form",
    typingPreview: true,
    chatUrl: "http://server/chat/key",
  };
  availability = "waiting";
  choices: VisitorChoices | null = null;
  store = true;
  up = true;
  /** Answers instead of the real ones, by "METHOD /path". */
  refuse: Record<string, { status: number; code: string; title?: string; errors?: unknown }> = {};
  calls: Call[] = [];
  tokens = new Set<string>();
  conversation: VisitorConversation | undefined;
  messages: VisitorMessage[] = [];
  left: unknown[] = [];
  answers: LeftAnswer[] = [];
  typings: Typing[] = [];
  private pens: ReadableStreamDefaultController<Uint8Array>[] = [];
  private cursor = 0;

  readonly fetch = async (input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    if (!this.up) throw new TypeError("network");
    const url = new URL(String(input), "http://server");
    const method = init.method ?? "GET";
    const body = init.body ? (JSON.parse(String(init.body)) as Record<string, unknown>) : {};
    const authorization = (init.headers as Record<string, string>).Authorization;
    this.calls.push({ method, path: url.pathname, body, authorization });
    const refused = this.refuse[`${method} ${url.pathname.replace(/[0-9a-f]{8}-[-0-9a-f]{27}/g, "ID")}`];
    if (refused) return json(refused.status, refused);
    if (url.pathname === "/visitor/visits") return this.visit(authorization);
    if (!this.tokens.has(authorization ?? "")) return json(401, { code: "token_invalid" });
    return this.answer(method, url, body, init.signal ?? undefined);
  };

  /** A person on the other side writes. */
  say(text: string, more: Partial<VisitorMessage> = {}): VisitorMessage {
    return this.add({ from: "agent", kind: "text", text, nickname: "Mia", avatar: null, ...more });
  }

  accept(): void {
    const turn = this.conversation!.turn + 1;
    this.conversation = { ...this.conversation!, state: "inChat", turn, agent: { nickname: "Mia", avatar: null } };
    this.add({
      from: "system",
      kind: "system",
      text: "",
      body: { version: 1, code: "agent_joined", values: { nickname: "Mia" } },
    });
    this.event("conversation.accepted", { conversation: this.conversation });
  }

  change(message: VisitorMessage, kind: "message.edited" | "message.retracted"): void {
    this.messages[message.seq - 1] = message;
    this.event(kind, { message });
  }

  readByAgent(): void {
    const seq = this.messages.length;
    this.conversation!.marks = { ...this.conversation!.marks, agentDelivered: seq, agentRead: seq };
    this.event("conversation.marked", { marks: this.conversation!.marks });
  }

  /** Somebody answers what was left. */
  answerLeft(id: string, reply: string): void {
    const answer = {
      id,
      text: "Is it in stock?",
      at: 1,
      reply,
      repliedAt: 2,
      nickname: "Mia",
      avatar: null,
      seenAt: null,
    };
    this.answers.push(answer);
    const event = { kind: "leftMessage.replied", at: Date.now(), data: { answer } };
    this.write(`id: ${++this.cursor}\nevent: leftMessage.replied\ndata: ${JSON.stringify(event)}\n\n`);
  }

  signal(event: string, data: unknown): void {
    this.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  breakStreams(): void {
    for (const pen of this.pens.splice(0)) pen.error(new TypeError("network"));
  }

  to(path: RegExp): Call[] {
    return this.calls.filter((call) => path.test(`${call.method} ${call.path}`));
  }

  private visit(authorization: string | undefined): Response {
    if (authorization && !this.tokens.has(authorization)) return json(401, { code: "token_invalid" });
    const token = authorization?.slice("Visitor ".length) ?? `t${this.tokens.size + 1}`;
    this.tokens.add(`Visitor ${token}`);
    const running = this.conversation && /^(waiting|inChat)$/.test(this.conversation.state) ? this.conversation : null;
    return json(200, {
      token,
      store: this.store,
      visitor: "v",
      availability: this.availability,
      choices: this.choices,
      conversation: running,
      answers: this.answers,
      cursor: String(this.cursor),
      epoch: "e",
      site: this.site,
    });
  }

  private answer(method: string, url: URL, body: Record<string, unknown>, signal: AbortSignal | undefined): Response {
    const path = url.pathname;
    if (path === "/visitor/stream") return this.stream(signal);
    if (path === "/visitor/entries") return new Response(null, { status: 204 });
    if (path.endsWith("/seen")) {
      this.answers = this.answers.map((one) => (path.includes(one.id) ? { ...one, seenAt: 1 } : one));
      return new Response(null, { status: 204 });
    }
    if (path === "/visitor/leftmessages") {
      this.left.push(body);
      return json(201, { id: body.id, at: 1 });
    }
    if (path === "/visitor/conversations") {
      this.conversation ??= {
        id: String(body.id),
        state: "waiting",
        nickname: (body.nickname as string) ?? null,
        agent: null,
        turn: 1,
        lastSeq: this.messages.length,
        marks: { visitorDelivered: 0, visitorRead: 0, agentDelivered: 0, agentRead: 0 },
        startedAt: 5,
        endType: null,
      };
      return json(201, this.conversation);
    }
    if (path.endsWith("/messages") && method === "POST") {
      const known = this.messages.find((message) => message.id === body.id);
      const { id, seq, at } =
        known ?? this.add({ id: String(body.id), from: "visitor", kind: "text", text: String(body.text) });
      return json(known ? 200 : 201, { id, seq, at, head: this.messages.length });
    }
    if (path.endsWith("/messages")) {
      const after = Number(url.searchParams.get("after") ?? 0);
      return json(200, { items: this.messages.filter(({ seq }) => seq > after), head: this.messages.length });
    }
    if (path.endsWith("/end")) {
      this.conversation = { ...this.conversation!, state: "endedByVisitor", endType: "visitor" };
      this.event("conversation.ended", { conversation: this.conversation });
      return json(200, this.conversation);
    }
    if (path.endsWith("/typing")) this.typings.push(body as unknown as Typing);
    return new Response(null, { status: 204 });
  }

  private add(message: Partial<VisitorMessage>): VisitorMessage {
    const seq = this.messages.length + 1;
    const whole = { id: `m${seq}`, seq, at: Date.now(), ...message } as VisitorMessage;
    this.messages.push(whole);
    this.conversation = { ...this.conversation!, lastSeq: seq };
    this.event("message.sent", { message: whole });
    return whole;
  }

  private event(kind: string, data: unknown): void {
    this.cursor++;
    const event = { kind, at: Date.now(), conversation: this.conversation!.id, data };
    this.write(`id: ${this.cursor}\nevent: ${kind}\ndata: ${JSON.stringify(event)}\n\n`);
  }

  private write(text: string): void {
    for (const pen of this.pens) pen.enqueue(new TextEncoder().encode(text));
  }

  private stream(signal: AbortSignal | undefined): Response {
    const body = new ReadableStream<Uint8Array>({
      start: (pen) => {
        this.pens.push(pen);
        signal?.addEventListener("abort", () => {
          this.pens = this.pens.filter((other) => other !== pen);
        });
        pen.enqueue(new TextEncoder().encode('event: hello\ndata: {"epoch":"e"}\n\n'));
      },
    });
    return new Response(body);
  }
}

function json(status: number, value: unknown): Response {
  return new Response(JSON.stringify(value), { status, headers: { "Content-Type": "application/json" } });
}
