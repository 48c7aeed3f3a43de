/**
 * The words client and server share. Times are UTC milliseconds, ids are UUIDv7 in lower case.
 * docs/api.md says what each call does.
 */

export type Id = string;
export type Language = "en" | "tr" | "ja" | "zh-Hans" | "zh-Hant";
/** A text in some languages; a missing language falls back to the product's own words for that language. */
export type Texts = Partial<Record<Language, string>>;

export interface Problem {
  type: string;
  title: string;
  status: number;
  detail?: string;
  /** Stable; `problem.<code>` in texts/ words it. */
  code: string;
  /** 422 only: field name to what is wrong with it. */
  errors?: Record<string, { code: string; message: string }[]>;
  /** 409 `conversation_open`: the visitor's open conversation. */
  conversation?: Id;
}

// ---------------------------------------------------------------- people

/** The statuses every organisation has; each language has words for them. */
export type BuiltInStatus = "online" | "busy" | "break" | "away" | "offline";
/** A built-in one, or the id of a status of the organisation's own. */
export type Status = string;
/** A status and what it lets through (ST-20). */
export interface StatusBrief {
  key: Status;
  name: string | null; // null: built-in
  automatic: boolean;
  pick: boolean;
  accept: boolean;
  transfer: boolean;
}
/** Lists show the larger order further up (AD-18). */
export interface DepartmentBrief {
  id: Id;
  name: string;
  order: number; // 0 to 9999
  removed: boolean; // kept for history, offered nowhere
}
/** A sign-in, a sign-out or a change of status (ST-25). */
export interface PresenceEntry {
  number: number;
  at: number;
  kind: "signIn" | "signOut" | "status" | "removed";
  status: Status;
  statusName?: string; // of an own status, also of a removed one
}
export type Role = "admin" | "agent";
export type Permission =
  | "conversations.chat" // take and hold own conversations
  | "conversations.all" // read everybody's
  | "leftMessages.read"
  | "leftMessages.reply"
  | "agents.manage"
  | "sites.manage"
  | "settings.manage"
  | "audit.read";

/** What every colleague may know of an agent. */
export interface AgentBrief {
  id: Id;
  name: string;
  nickname: string | null;
  avatar: string | null; // URL path on this server
  status: Status;
  disabled: boolean;
  removed: boolean; // kept for history, offered nowhere
  departments: Id[];
}
/** What who may manage agents (and the agent) sees. */
export interface Agent extends AgentBrief {
  userName: string;
  email: string | null;
  role: Role;
  permissions: Permission[];
  /** Invited and has not chosen a password yet. */
  invited: boolean;
  limit: number | null; // conversations at a time, 1 to 99; null: the organisation's ceiling (AD-08)
  sites: Id[] | null; // the sites the agent may chat for; null: all (AD-14)
  languages: string[]; // BCP 47 tags
  skills: string[];
  createdAt: number;
}
export interface Session {
  agent: Agent;
  organisation: { id: Id; name: string; slug: string };
  permissions: Permission[];
  installationOwner: boolean;
  language: Language | null;
  sound: boolean;
  seq: number;
  epoch: string;
}

/** Who changed what, when and from where (SP-14). */
export interface AuditEntry {
  seq: number; // from 1 without holes inside the organisation
  at: number;
  kind: string; // worded by manage.audit_kind_…
  actor: { type: "agent" | "system" | "unknown"; id: Id | null; name: string | null };
  key: Id | null; // the API key it came with
  address: string | null;
  subject: Id | null;
  name: string | null; // how the subject was called then
  erased: boolean; // what was personal in it was erased since
  changes: AuditChange[];
}
export interface AuditChange {
  field: string; // a path as in the API, like greeting.text.tr
  before: unknown;
  after: unknown;
  personal: boolean;
}
export interface AuditPage {
  items: AuditEntry[];
  next: string | null;
  entries: number;
  head: string; // the seal of the newest entry
}
export interface AuditCheck {
  whole: boolean;
  entries: number;
  head: string;
  brokenAt: number | null;
  reason: "changed" | "missing" | "cut" | "anchor" | null;
}

// ---------------------------------------------------------------- sites

/** What comes first when nobody is there: the message form, or a popup that says so and leads to it. */
export type NobodyFirst = "form" | "popup";
export type Corner = "bottom-right" | "bottom-left" | "top-right" | "top-left";
export interface Site {
  id: Id;
  name: string;
  key: string; // public, 16 characters of [a-z0-9]
  embedCode: string;
  chatUrl: string; // the plain chat page's address (W-32)
  origins: string[]; // exact origins that may carry the widget; empty = any
  corner: Corner;
  color: string; // #rrggbb
  language: Language | null; // null: the visitor's own
  nicknameForm: boolean; // E-01
  consent: { enabled: boolean; text: Texts }; // E-12
  greeting: { when: "off" | "start" | "open" | "both"; text: Texts }; // G-01, G-02, G-14
  notice: { enabled: boolean; text: Texts }; // G-03
  nobody: { first: NobodyFirst; text: Texts }; // E-14, CF-17
  /** True: nothing is stored in the visitor's browser before the chat is opened (W-25). */
  storeOnlyAfterOpening: boolean;
  createdAt: number;
}
/** Counts of the nickname screen per day (E-02, E-03). */
export interface EntryCount {
  day: string;
  opened: number;
  chatted: number;
}

// ---------------------------------------------------------------- the talk

export type ConversationState = "waiting" | "inChat" | "endedByVisitor" | "closed";
export type EndType = "visitor" | "system" | "agent";
export interface MessageBase {
  id: Id;
  /** Counts from 1 without holes what both sides see. */
  seq: number;
  at: number;
  from: "visitor" | "agent" | "robot" | "system";
  /** `text` is what a person wrote; `greeting` and `notice` are the site's words; `system` is worded by the reader from body.code. */
  kind: "text" | "greeting" | "notice" | "system";
  /** Plain twin, as typed; empty once retracted. */
  text: string;
  body?: { version: 1; code: string; values: Record<string, string> };
  editedAt?: number;
  retractedAt?: number;
}
/** Staff sees who wrote it. */
export interface Message extends MessageBase {
  agent?: Id;
}
/** A visitor sees the nickname only. */
export interface VisitorMessage extends MessageBase {
  nickname?: string;
  avatar?: string | null;
}

/** seq up to which each side has received and read. Unread = lastSeq − read. */
export interface Marks {
  visitorDelivered: number;
  visitorRead: number;
  agentDelivered: number;
  agentRead: number;
}

/** One conversation as staff sees it (a row of every list). */
export interface Conversation {
  id: Id;
  state: ConversationState;
  site: Id;
  visitor: Id;
  /** Six digits; the room label is the word "Visitor" in the reader's language + number (RT-20). */
  number: string;
  nickname: string | null;
  language: Language | null;
  agent: Id | null;
  startType: "visitor" | "systemTransfer";
  endType: EndType | null;
  valid: boolean; // RT-26
  /** Counts changes of hands and state: of two reports the one with the higher is the later. */
  turn: number;
  lastSeq: number;
  marks: Marks;
  /** Of the last message a person wrote. */
  lastText: string | null;
  lastFrom: "visitor" | "agent" | null;
  /** When the visitor last wrote something nobody has answered yet, else null. */
  unansweredSince: number | null;
  startedAt: number;
  acceptedAt: number | null;
  /** When its owner opened it; null while it lies there unopened. */
  openedAt: number | null;
  /** When it entered the queue last. */
  queuedAt: number | null;
  /** How often it came back to the queue; those that did wait at its front. */
  returned: number;
  endedAt: number | null;
  closedAt: number | null;
  page: { url: string; title: string | null } | null;
  consentAt: number | null;
  /** Only where it is the whole answer: the place in the journal it was read at. */
  seq?: number;
  epoch?: string;
}
/** One conversation as its visitor sees it. */
export interface VisitorConversation {
  id: Id;
  state: ConversationState;
  nickname: string | null;
  agent: { nickname: string; avatar: string | null } | null;
  turn: number;
  lastSeq: number;
  marks: Marks;
  startedAt: number;
  endType: EndType | null;
  /** Only where it is the whole answer: where the stream goes on from. */
  cursor?: string;
  epoch?: string;
}
export interface MessagePage<M> {
  items: M[];
  head: number;
}
/** Answer to a sent message; the same for every repeat. */
export interface Sent {
  id: Id;
  seq: number;
  at: number;
  head: number;
}

/** What a desk must know of the distribution. */
export interface DeskRouting {
  chat: "automatic" | "pool";
  transferList: "tree" | "plain";
}
export interface ColleagueHere {
  agent: Id;
  held: number;
  /** Do transfers reach the status? */
  transfer: boolean;
}
/** GET /api/desk: everything the desk shows, read in one snapshot. */
export interface Desk {
  seq: number;
  epoch: string;
  waiting: Conversation[]; // oldest first
  mine: Conversation[]; // mine and not closed
  /** Removed ones keep their names for history and are offered nowhere. */
  agents: AgentBrief[];
  /** Removed ones keep their names for history and are offered nowhere. */
  departments: DepartmentBrief[];
  statuses: StatusBrief[];
  /** Removed ones keep their names for history and are offered nowhere. */
  sites: { id: Id; name: string; removed?: boolean }[];
  routing: DeskRouting;
  typingPreview: boolean;
  leftMessagesOpen: number;
  /** Who answers them: everybody who may, or of those the admins alone. */
  leftMessagesBy: LeftMessagesBy;
}

export interface LeftMessage {
  id: Id;
  site: Id;
  name: string;
  email: string | null;
  phone: string | null;
  text: string;
  language: Language | null;
  at: number;
  state: LeftState;
  reply: LeftReply | null;
  /** Who marked it as dealt with. */
  doneBy: Id | null;
  doneAt: number | null;
}
export type LeftState = "open" | "replied" | "done";
export type LeftMessagesBy = "admins" | "agents";
/** How the answer went by mail: no address; no mail server; queued; tried in vain and will be again; taken; will not get there. */
export type LetterState = "none" | "off" | "waiting" | "delayed" | "sent" | "failed";
export interface LeftReply {
  id: Id;
  text: string;
  by: Id;
  at: number;
  mail: LetterState;
  mailWhy: string | null;
  /** When the visitor saw it in the widget. */
  seenAt: number | null;
}
/** A change of state, with who and when. */
export interface LeftStep {
  at: number;
  kind: "left" | "replied" | "done" | "reopened" | "seen" | "mailed" | "mail_failed";
  agent: Id | null;
}
/** GET /api/leftmessages/{id} */
export interface LeftDetails {
  message: LeftMessage;
  steps: LeftStep[];
  /** What else the same visitor left, newest first. */
  others: LeftMessage[];
}
/** Question and answer as their visitor sees them. */
export interface LeftAnswer {
  id: Id;
  text: string;
  at: number;
  reply: string;
  repliedAt: number;
  nickname: string;
  avatar: string | null;
  seenAt: number | null;
}

// ---------------------------------------------------------------- visitors

/** away: nobody may serve; waiting: somebody has a free place; serving: all are at their limit. */
export type Availability = "away" | "waiting" | "serving";
export interface VisitAnswer {
  /** Good for what `reach` said. Keep it only when `store` is true. */
  token: string;
  store: boolean;
  visitor: Id | null;
  availability: Availability;
  /** Among whom the visitor may choose first; null where there is no list. */
  choices: VisitorChoices | null;
  conversation: VisitorConversation | null;
  /** Answers to what was left: not seen yet, or of the last week. */
  answers: LeftAnswer[];
  cursor: string;
  epoch: string;
  site: VisitorSite;
}
/** The list a visitor chooses from before the talk begins (W-10); at least one. */
export interface VisitorChoices {
  kind: "agents" | "departments";
  items: VisitorChoice[];
}
export interface VisitorChoice {
  id: Id;
  name: string;
  avatar: string | null;
  /** Where an agent works; null for departments, and where it is hidden. */
  department: string | null;
  /** Would somebody serve who chooses this? */
  online: boolean;
}
/** What a visitor's browser may know of a site; texts already in the visitor's language. */
export interface VisitorSite {
  name: string;
  corner: Corner;
  color: string;
  language: Language; // the one the texts are in
  languages: Language[];
  nicknameForm: boolean;
  consent: { enabled: boolean; text: string; version: string };
  greeting: { when: "off" | "start" | "open" | "both"; text: string };
  nobody: string;
  nobodyFirst: NobodyFirst;
  typingPreview: boolean;
  chatUrl: string;
}

// ---------------------------------------------------------------- the stream

/** A stored event. `id:` of the SSE frame is the cursor (for agents the seq). */
export interface StreamEvent {
  seq?: number; // agents only
  kind: string;
  at: number;
  conversation?: Id;
  actor?: { type: "visitor" | "agent" | "system"; id?: Id };
  data: unknown;
}

/** Events an agent's stream carries, by kind. */
export interface AgentEvents {
  "conversation.started": { conversation: Conversation };
  "conversation.accepted": { conversation: Conversation };
  /** The agent it was given to looks at it. */
  "conversation.opened": { conversation: Conversation };
  /** A colleague has it now. */
  "conversation.transferred": { conversation: Conversation };
  /** Nobody has it any more; it waits at the queue's front. */
  "conversation.returned": { conversation: Conversation };
  /** The visitor ended (state endedByVisitor, or closed when nobody had taken it) or the agent closed it. */
  "conversation.ended": { conversation: Conversation };
  "conversation.marked": { marks: Marks };
  "message.sent": { message: Message; unansweredSince: number | null };
  /** last: it is the newest a person wrote, which rows show the beginning of. */
  "message.edited": { message: Message; last: boolean };
  "message.retracted": { message: Message; last: boolean };
  "agent.added": { agent: AgentBrief };
  "agent.changed": { agent: AgentBrief };
  "agent.status": { agent: Id; status: Status };
  "agent.removed": { agent: Id };
  "department.added": { department: DepartmentBrief };
  "department.changed": { department: DepartmentBrief };
  "department.removed": { department: Id };
  /** All of them as they are now. */
  "statuses.changed": { statuses: StatusBrief[] };
  "calendar.added": CalendarNews;
  "calendar.changed": CalendarNews;
  "calendar.removed": CalendarNews;
  "calendar.turned": CalendarNews;
  "site.added": { site: { id: Id; name: string } };
  "site.changed": { site: { id: Id; name: string } };
  "site.removed": { site: Id };
  "settings.changed": { typingPreview?: boolean; leftMessagesBy?: LeftMessagesBy };
  /** How conversations are distributed changed. */
  "routing.changed": { routing: DeskRouting };
  "leftMessage.received": { message: LeftMessage };
  /** was: its state before. */
  "leftMessage.changed": { message: LeftMessage; was: LeftState };
  "leftMessage.replied": { message: LeftMessage; was: LeftState };
}
/** Events a visitor's stream carries. */
export interface VisitorEvents {
  "conversation.started": { conversation: VisitorConversation };
  "conversation.accepted": { conversation: VisitorConversation };
  "conversation.transferred": { conversation: VisitorConversation };
  "conversation.returned": { conversation: VisitorConversation };
  "conversation.ended": { conversation: VisitorConversation };
  "conversation.marked": { marks: Marks };
  "message.sent": { message: VisitorMessage };
  "message.edited": { message: VisitorMessage };
  "message.retracted": { message: VisitorMessage };
  "leftMessage.replied": { answer: LeftAnswer };
}

/** Frames without id. Signals are fleeting; standing values are whole on connect and on change. */
export interface LiveValues {
  /** Signal and standing value: what the other side is doing (RT-03 to RT-06). text only to the owner, only with preview on. */
  typing: { conversation: Id; from: "visitor" | "agent"; state: "none" | "typing" | "entered"; text?: string };
  /** Standing, agents: is the visitor there (RT-21, RT-31). */
  presence: { conversation: Id; online: boolean };
  /** Standing, agents: the colleagues signed in now, and how many conversations each holds (TR-06, TR-10). */
  colleagues: { here: ColleagueHere[] };
  /** Standing, who may read all: what goes on, at most twice a second. */
  monitor: MonitorNews;
  /** Standing, visitors: the button state. */
  availability: { state: Availability };
  /** Standing, visitors who wait: the place (1: next) and the minutes to expect (61: more than an hour); null where it is not told. */
  queue: { conversation: Id; place: number | null; minutes: number | null };
  /** Standing, visitors with an open window: among whom one may choose. */
  choices: { choices: VisitorChoices | null };
  /** Every 15 s, id = everything for you up to there was given. */
  heartbeat: { seq?: number; epoch: string };
  /** The cursor is of no use any more: load the snapshot again, offer unsent messages again. */
  reset: { epoch: string; seq?: number; cursor?: string };
  /** First frame of each connection. */
  hello: { epoch: string; seq?: number };
}

/** GET /api/monitor (D-01 to D-12). */
export interface Monitor {
  seq: number;
  /** The server's clock. */
  at: number;
  figures: MonitorFigures;
  visitors: MonitoredVisitor[];
}
/** The figures whole; the list by what changed. */
export interface MonitorNews {
  seq: number;
  at: number;
  figures: MonitorFigures;
  /** Absent on connect: who shows the list asks for it anew. */
  changes?: MonitorChanges;
}
export interface MonitorChanges {
  since: number;
  changed: MonitoredVisitor[];
  gone: Id[];
}
export interface MonitorFigures {
  counters: MonitorCounters;
  /** The departments in their order, then what belongs to none. */
  groups: MonitorGroup[];
  agents: MonitorAgent[];
}
export interface MonitorCounters {
  visitors: number; // waiting or in chat
  online: number;
  waiting: number;
  agents: number; // registered in all
}
export interface MonitorGroup {
  department: Id | null;
  waiting: number;
  inChat: number;
  agents: Record<Status, number>; // who is not in touch counts as offline
}
export interface MonitorAgent {
  agent: Id;
  status: Status;
  since: number | null; // null: out of touch, nobody knows since when
  held: number;
  limit: number | null;
  longestSince: number | null; // since when the one who waits longest for an answer does
  departments: Id[];
}
export interface MonitoredVisitor {
  id: Id; // of the conversation
  state: "waiting" | "inChat";
  since: number;
  site: Id;
  number: string;
  nickname: string | null;
  language: Language | null;
  agent: Id | null;
  departments: Id[]; // whose members may serve; empty where it does not go by department
  named: boolean; // certain agents alone may serve
  unansweredSince: number | null;
  here: boolean; // is the visitor's browser in touch
}

/** Long poll answer of both streams. */
export interface PollAnswer {
  events: { id?: string; event: string; data: unknown }[];
  seq?: number;
  cursor: string;
  epoch: string;
  reset?: boolean;
}

/** Body of both typing calls: the future message's id and a counter that grows with each post. */
export interface Typing {
  message: Id;
  counter: number;
  state: "none" | "typing" | "entered";
  text?: string;
}

/** Minutes by the clock on the wall: `from` 0 to 1439, `to` beyond 1440 where it goes over midnight. */
export interface HoursSpan {
  from: number;
  to: number;
}

export type Weekday = "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday";

export interface HoursException {
  /** `YYYY-MM-DD` */
  date: string;
  name: string;
  /** None: closed. */
  spans: HoursSpan[];
}

/** Opening hours, and how it is now. */
export interface Calendar {
  id: string;
  name: string;
  /** IANA time zone. */
  zone: string;
  week: Record<Weekday, HoursSpan[]>;
  exceptions: HoursException[];
  open: boolean;
  nextChangeAt: number | null;
  /** Who keeps it. */
  sites: string[];
  departments: string[];
  createdAt: number;
}

/** When it turned also how it is now, and until when. */
export interface CalendarNews {
  calendar: string;
  open: boolean | null;
  nextChangeAt: number | null;
}

/** A part of the world a policy may name. */
export interface Region {
  code: string;
  level: "country" | "province" | "city";
  /** By language; English at least. */
  names: Record<string, string>;
  /** What it lies in, from the country down. */
  path: { code: string; names: Record<string, string> }[];
  /** Is there a list of what lies in it? */
  parts: boolean;
}
