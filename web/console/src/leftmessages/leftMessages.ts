import type { LeftMessage } from "@genkan/client/types";

/** Newest first, one row a message; an event may tell what the list already holds, or more. */
export function withLeftMessage(items: readonly LeftMessage[], message: LeftMessage, done: boolean): LeftMessage[] {
  const others = items.filter((item) => item.id !== message.id);
  if (isDone(message) !== done) return others;
  return [...others, message].sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1));
}

export const isDone = (message: LeftMessage): boolean => message.doneAt !== null;

/** `mailto:` with the words quoted below the answer's place. */
export function mailLink(message: LeftMessage, subject: string): string {
  const quoted = message.text
    .split("\n")
    .map((line) => `> ${line}`)
    .join("\r\n");
  return `mailto:${encodeURIComponent(message.email ?? "").replace("%40", "@")}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(`\r\n\r\n${quoted}`)}`;
}

/** Telephones want digits; people write spaces, dots and brackets. */
export const phoneLink = (phone: string): string => `tel:${phone.normalize("NFKC").replace(/[^\d+*#]/g, "")}`;
