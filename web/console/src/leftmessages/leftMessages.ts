import type { Id, LeftMessage, LeftState } from "@genkan/client/types";

/** What the list shows; it stands in the address, so that it can be come back to and passed on. */
export interface Filter {
  state: LeftState | "all";
  site: Id | null;
  words: string;
  oldest: boolean;
}

export const states: readonly Filter["state"][] = ["open", "replied", "done", "all"];

export function readFilter(search: URLSearchParams): Filter {
  const state = search.get("state") as Filter["state"];
  return {
    state: states.includes(state) ? state : "open",
    site: search.get("site"),
    words: search.get("q") ?? "",
    oldest: search.get("sort") === "oldest",
  };
}

/** Only what differs from what one usually looks at. */
export function writeFilter({ state, site, words, oldest }: Filter): Record<string, string> {
  return {
    ...(state !== "open" && { state }),
    ...(site && { site }),
    ...(words.trim() && { q: words }),
    ...(oldest && { sort: "oldest" }),
  };
}

/** The same as the server's list wants it. */
export function asked({ state, site, words, oldest }: Filter, after: string | null): string {
  return new URLSearchParams({
    ...(state !== "all" && { state }),
    ...(site && { site }),
    ...(words.trim() && { q: words.trim() }),
    ...(oldest && { sort: "oldest" }),
    ...(after && { after }),
  }).toString();
}

export interface Part {
  items: LeftMessage[];
  next: string | null;
}

const fits = (message: LeftMessage, { state, site }: Filter): boolean =>
  (state === "all" || message.state === state) && (site === null || message.site === site);

/**
 * What the stream told, put where it belongs: the parts are one list to the eye. Null where only the server knows whether it
 * is found (new words under a search).
 */
export function placed(parts: readonly Part[], message: LeftMessage, filter: Filter): Part[] | null {
  const home = parts.findIndex(({ items }) => items.some(({ id }) => id === message.id));
  const others = parts.map((part) => ({ ...part, items: part.items.filter(({ id }) => id !== message.id) }));
  if (!fits(message, filter)) return others;
  if (home < 0 && filter.words.trim()) return null;
  const last = parts.at(-1);
  const end = last?.items.at(-1);
  const beyond = end !== undefined && inOrder(filter)(end, message) < 0;
  // Further down than all that was fetched: it comes with its own part.
  if (home < 0 && last?.next != null && beyond) return others;
  const at = home >= 0 ? home : beyond ? parts.length - 1 : others.findIndex((part) => sits(part, message, filter));
  return others.map((part, index) =>
    index === Math.max(at, 0) ? { ...part, items: [...part.items, message].sort(inOrder(filter)) } : part,
  );
}

const sits = ({ items }: Part, message: LeftMessage, filter: Filter): boolean => {
  const end = items.at(-1);
  return end !== undefined && inOrder(filter)(message, end) < 0;
};

const inOrder =
  ({ oldest }: Filter) =>
  (a: LeftMessage, b: LeftMessage): number =>
    (oldest ? 1 : -1) * (a.at - b.at || (a.id < b.id ? -1 : 1));

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

/** Known reasons have words of their own; the others are the mail server's affair. */
export const whyKey = (why: string | null): string =>
  why === "refused" || why === "address" || why === "dropped" ? `manage.left_why_${why}` : "manage.left_why_unusable";
