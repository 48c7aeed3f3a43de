export type Piece = { text: string; href?: string };

// A scheme or www. at the start of a word, then anything without space and quotes; trailing punctuation is cut below.
const address = /(?:https?:\/\/|mailto:|www\.)[^\s<>"'`\u3000-\u3003\u300c-\u300f\uff08\uff09\uff0c\uff1a\uff1b]+/giu;

/** Cuts a text into words and links. Only http, https and mailto ever become a link; everything else stays text. */
export function linkify(text: string): Piece[] {
  const pieces: Piece[] = [];
  let done = 0;
  for (const match of text.matchAll(address)) {
    const shown = withoutTail(match[0]);
    const href = hrefOf(shown);
    if (!href || isInsideWord(text, match.index)) continue;
    if (match.index > done) pieces.push({ text: text.slice(done, match.index) });
    pieces.push({ text: shown, href });
    done = match.index + shown.length;
  }
  if (done < text.length) pieces.push({ text: text.slice(done) });
  return pieces;
}

/** "see https://a.example/b)." ends before the bracket, but a bracket opened inside the address belongs to it. */
function withoutTail(found: string): string {
  let text = found;
  for (;;) {
    const shorter = text.replace(/[.,;:!?…。、！？]+$/u, "");
    const closes = /[)\]}]$/.exec(shorter)?.[0];
    const opens = closes && { ")": "(", "]": "[", "}": "{" }[closes];
    const balanced = !closes || !opens || count(shorter, opens) >= count(shorter, closes);
    const next = balanced ? shorter : shorter.slice(0, -1);
    if (next === text) return text;
    text = next;
  }
}

function hrefOf(shown: string): string | undefined {
  try {
    const url = new URL(/^www\./i.test(shown) ? `https://${shown}` : shown);
    if (url.protocol === "mailto:") return /^[^@\s]+@[^@\s]+$/.test(url.pathname) ? url.href : undefined;
    const web = url.protocol === "http:" || url.protocol === "https:";
    return web && url.hostname.length > 0 && shown.length > url.protocol.length + 2 ? url.href : undefined;
  } catch {
    return undefined;
  }
}

const isInsideWord = (text: string, at: number): boolean =>
  at > 0 && /[\p{Script=Latin}\d@.]/u.test(text[at - 1] ?? "");
const count = (text: string, sign: string): number => text.split(sign).length - 1;
