import type { Bubble } from "@genkan/client/conversationState";
import type { Id, Message } from "@genkan/client/types";
import { sameDay } from "../words/times";

export type StaffBubble = Bubble<Message>;
export type TimelineRow =
  | { kind: "day"; key: string; at: number }
  | { kind: "unread"; key: string }
  | { kind: "line"; key: string; message: Message }
  | {
      kind: "bubble";
      key: Id;
      bubble: StaffBubble;
      /** First of several by the same person in a short time: carries the name. */
      first: boolean;
      /** Last of them: carries the time. */
      last: boolean;
      /** The newest of one's own: carries what became of it. */
      newestOwn: boolean;
    };

/** Words that follow within this time belong together. */
const together = 120_000;

/** What the timeline draws: days, system lines, bubbles in groups, and where reading stopped when one came in. */
export function timelineRows(bubbles: readonly StaffBubble[], unreadAfter: number | null): TimelineRow[] {
  const newestOwn = bubbles.findLast((bubble) => bubble.mine && bubble.state !== "failed")?.id;
  const rows: TimelineRow[] = [];
  let marked = unreadAfter === null;
  bubbles.forEach((bubble, index) => {
    const before = bubbles[index - 1];
    const after = bubbles[index + 1];
    if (!before || !sameDay(before.at, bubble.at)) rows.push({ kind: "day", key: `day-${bubble.id}`, at: bubble.at });
    if (!marked && isUnread(bubble, unreadAfter ?? 0)) {
      rows.push({ kind: "unread", key: "unread" });
      marked = true;
    }
    if (bubble.message?.kind === "system") {
      rows.push({ kind: "line", key: bubble.id, message: bubble.message });
      return;
    }
    const first = !before || !belongTogether(before, bubble);
    const last = !after || !belongTogether(bubble, after);
    rows.push({ kind: "bubble", key: bubble.id, bubble, first, last, newestOwn: bubble.id === newestOwn });
  });
  return rows;
}

const isUnread = ({ mine, message }: StaffBubble, after: number): boolean =>
  !mine && message !== undefined && message.from === "visitor" && message.seq > after;

function belongTogether(a: StaffBubble, b: StaffBubble): boolean {
  return speaker(a) === speaker(b) && b.at - a.at < together && sameDay(a.at, b.at);
}

function speaker({ message }: StaffBubble): string {
  return message ? `${message.from} ${message.kind} ${message.agent ?? ""}` : "me";
}
