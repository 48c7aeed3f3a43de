import type {
  AgentBrief,
  Conversation,
  DepartmentBrief,
  Desk,
  Message,
  Session,
  StatusBrief,
  StreamEvent,
} from "@genkan/client/types";
import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { App } from "../src/App";

// React says so in the console where a change escapes the test's own steps.
(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

export interface Call {
  method: string;
  path: string;
  body: unknown;
  /** What stands after the path. */
  search: string;
}

const nothing = { automatic: false, pick: false, accept: false, transfer: false };

type Answer = [status: number, body?: unknown];

/** The whole console in a page, with a server that the test plays. */
export class House {
  signedIn = true;
  setupNeeded = false;
  readonly calls: Call[] = [];
  /** Answers before the usual ones, by "METHOD /path". */
  readonly answers = new Map<string, (body: unknown) => Answer>();
  readonly nora: AgentBrief = {
    id: "nora",
    name: "Nora Jansen",
    nickname: "Nora",
    avatar: null,
    status: "online",
    disabled: false,
    removed: false,
    departments: [],
  };
  readonly kenji: AgentBrief = { ...this.nora, id: "kenji", name: "Kenji Mori", nickname: null, status: "away" };
  /** Colleagues beside these two. */
  others: AgentBrief[] = [];
  routing: Desk["routing"] = { chat: "automatic", transferList: "tree" };
  permissions: Session["permissions"] = ["conversations.chat", "leftMessages.read"];
  departments: DepartmentBrief[] = [];
  statuses: StatusBrief[] = [
    { key: "online", name: null, automatic: true, pick: true, accept: true, transfer: true },
    { key: "busy", name: null, automatic: false, pick: true, accept: true, transfer: true },
    ...["break", "away", "offline"].map((key) => ({ key, name: null, ...nothing })),
  ];
  waiting: Conversation[] = [];
  mine: Conversation[] = [];
  messages: Record<string, Message[]> = {};
  sound = true;
  language: Session["language"] = "en";
  private seq = 10;
  private stream: ReadableStreamDefaultController<Uint8Array> | undefined;
  private root: Root | undefined;

  async open(path = "/console/"): Promise<void> {
    window.history.replaceState(null, "", path);
    const icon = document.createElement("link");
    icon.rel = "icon";
    icon.href = "/mark.svg";
    document.head.replaceChildren(icon);
    const root = document.createElement("div");
    root.id = "root";
    document.body.replaceChildren(root);
    window.matchMedia ??= (() => ({ matches: false, addEventListener() {}, removeEventListener() {} })) as never;
    // Fields that grow ask whether fonts have come; this page has none.
    Object.defineProperty(document, "fonts", {
      configurable: true,
      value: { addEventListener() {}, removeEventListener() {} },
    });
    globalThis.fetch = this.fetch as typeof fetch;
    this.root = createRoot(document.querySelector("#root") as HTMLElement);
    await act(async () => this.root?.render(<App />));
  }

  async close(): Promise<void> {
    await act(async () => this.root?.unmount());
    this.stream = undefined;
    localStorage.clear();
  }

  /** Waits until what is asked for can be found; the test's own time limit ends it. */
  async until<T>(look: () => T | null | undefined | false): Promise<T> {
    for (;;) {
      const found = look();
      if (found) return found;
      await act(async () => new Promise((resolve) => setTimeout(resolve, 5)));
    }
  }

  text = (): string => document.body.textContent ?? "";

  async tell(kind: string, data: unknown, conversation?: string): Promise<void> {
    await this.until(() => this.stream);
    const event: StreamEvent = { seq: ++this.seq, kind, at: Date.now(), data, ...(conversation && { conversation }) };
    await act(async () => this.frame(kind, event, event.seq));
  }

  async signal(kind: string, data: unknown): Promise<void> {
    await this.until(() => this.stream);
    await act(async () => this.frame(kind, data));
  }

  async click(element: Element | null | undefined): Promise<void> {
    if (!(element instanceof HTMLElement)) throw new Error("nothing to click");
    await act(async () => element.click());
  }

  async write(field: Element | null | undefined, text: string): Promise<void> {
    if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) throw new Error("no field");
    const set = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value")?.set;
    await act(async () => {
      set?.call(field, text);
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }

  async press(key: string, on: Element = document.body): Promise<void> {
    await act(async () => {
      on.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    });
  }

  said(method: string, path: string): unknown[] {
    return this.calls.filter((call) => call.method === method && call.path === path).map(({ body }) => body);
  }

  private frame(event: string, data: unknown, id?: number): void {
    const text = `${id === undefined ? "" : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
    this.stream?.enqueue(new TextEncoder().encode(text));
  }

  private readonly fetch = async (address: string, init: RequestInit = {}): Promise<Response> => {
    const { pathname, search } = new URL(address, "http://house.example");
    const method = init.method ?? "GET";
    const body: unknown = typeof init.body === "string" ? JSON.parse(init.body) : undefined;
    if (pathname === "/api/stream") return this.openStream();
    this.calls.push({ method, path: pathname, body, search });
    const [status, answer] = this.answers.get(`${method} ${pathname}`)?.(body) ?? this.usual(method, pathname, body);
    return new Response(answer === undefined ? null : JSON.stringify(answer), { status });
  };

  private openStream(): Response {
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.stream = controller;
        this.frame("hello", { epoch: "first", seq: this.seq });
      },
    });
    return new Response(body, { status: 200, headers: { "Content-Type": "text/event-stream" } });
  }

  private usual(method: string, path: string, body: unknown): Answer {
    const talk = /^\/api\/conversations\/([^/]+)\/(accept|end|messages|marks|typing)$/.exec(path);
    if (talk) return this.talk(method, talk[1] ?? "", talk[2] ?? "", body);
    switch (`${method} ${path}`) {
      case "GET /api/session":
        return this.signedIn ? [200, this.session()] : [401, { code: "not_signed_in", status: 401 }];
      case "POST /api/session":
        this.signedIn = true;
        return [200, this.session()];
      case "PATCH /api/me":
        Object.assign(this, body);
        return [200, this.session()];
      case "PUT /api/me/status":
        this.nora.status = (body as AgentBrief).status;
        return [200, { status: this.nora.status, at: 1 }];
      case "GET /api/setup":
        return [200, { needed: this.setupNeeded }];
      case "GET /api/desk":
        return [200, this.desk()];
      default:
        return [404, { code: "not_found", status: 404 }];
    }
  }

  private talk(method: string, id: string, deed: string, body: unknown): Answer {
    const conversation = [...this.waiting, ...this.mine].find((one) => one.id === id);
    if (!conversation) return [404, { code: "not_found", status: 404 }];
    const messages = this.messages[id] ?? [];
    if (deed === "accept")
      return [
        200,
        { ...conversation, state: "inChat", agent: "nora", turn: conversation.turn + 1, acceptedAt: 5, openedAt: 5 },
      ];
    if (deed === "end") return [200, { ...conversation, state: "closed", closedAt: 6 }];
    if (deed !== "messages") return [204];
    if (method === "GET") return [200, { items: messages, head: conversation.lastSeq }];
    const seq = conversation.lastSeq + 1;
    return [201, { id: (body as { id: string }).id, seq, at: Date.now(), head: seq }];
  }

  sessionNow = (): Session => this.session();

  private session(): Session {
    return {
      agent: {
        ...this.nora,
        userName: "nora",
        email: null,
        role: "agent",
        permissions: [],
        invited: false,
        limit: null,
        sites: null,
        languages: [],
        skills: [],
        createdAt: 1,
      },
      organisation: { id: "shop", name: "Çini & Co.", slug: "cini" },
      permissions: this.permissions,
      installationOwner: false,
      language: this.language,
      sound: this.sound,
      seq: this.seq,
      epoch: "first",
    };
  }

  private desk(): Desk {
    return {
      seq: this.seq,
      epoch: "first",
      waiting: this.waiting,
      mine: this.mine,
      agents: [this.nora, this.kenji, ...this.others],
      departments: this.departments,
      statuses: this.statuses,
      sites: [{ id: "shop", name: "Shop" }],
      routing: this.routing,
      typingPreview: true,
      leftMessagesOpen: 2,
      leftMessagesBy: "agents",
    };
  }
}

export function conversation(id: string, part: Partial<Conversation> = {}): Conversation {
  return {
    id,
    state: "waiting",
    site: "shop",
    visitor: `visitor-${id}`,
    number: "123456",
    nickname: null,
    language: "tr",
    agent: null,
    startType: "visitor",
    endType: null,
    valid: true,
    turn: 1,
    lastSeq: 1,
    marks: { visitorDelivered: 1, visitorRead: 1, agentDelivered: 1, agentRead: 1 },
    lastText: "Merhaba",
    lastFrom: "visitor",
    unansweredSince: null,
    startedAt: Date.now() - 30_000,
    acceptedAt: null,
    openedAt: null,
    queuedAt: null,
    returned: 0,
    endedAt: null,
    closedAt: null,
    page: null,
    consentAt: null,
    ...part,
  };
}

export const inChat = (id: string, part: Partial<Conversation> = {}): Conversation =>
  conversation(id, { state: "inChat", agent: "nora", turn: 2, acceptedAt: 2, openedAt: 2, ...part });

export const words = (seq: number, text: string, part: Partial<Message> = {}): Message => ({
  id: `message-${seq}-${text}`,
  seq,
  at: Date.now(),
  from: "visitor",
  kind: "text",
  text,
  ...part,
});
