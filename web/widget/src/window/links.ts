export interface Piece {
  text: string;
  href?: string;
}

/**
 * ASCII only: in Japanese and Chinese the words go on right behind an address without a space. Nothing is read as
 * markup; the pieces joined are the text as it was written.
 */
const address = /(?:https?:\/\/|mailto:|www\.)[!#-;=?-Z_a-z~[\]@]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+/gi;

export function findLinks(text: string): Piece[] {
  const pieces: Piece[] = [];
  let done = 0;
  for (const match of text.matchAll(address)) {
    const found = withoutTail(match[0]);
    const href = hrefOf(found);
    if (!href || /[\w@]/.test(text[match.index - 1] ?? "")) continue;
    if (match.index > done) pieces.push({ text: text.slice(done, match.index) });
    pieces.push({ text: found, href });
    done = match.index + found.length;
  }
  if (done < text.length) pieces.push({ text: text.slice(done) });
  return pieces;
}

/** The full stop behind an address, or the bracket around it, belongs to the sentence. */
function withoutTail(found: string): string {
  for (;;) {
    const last = found[found.length - 1]!;
    const open = { ")": "(", "]": "[" }[last];
    const unbalanced = open !== undefined && found.split(open).length < found.split(last).length;
    if (!unbalanced && !/[.,;:!?'*_~]/.test(last)) return found;
    found = found.slice(0, -1);
  }
}

function hrefOf(found: string): string | undefined {
  const guess = /^(https?|mailto):/i.test(found)
    ? found
    : /^www\./i.test(found)
      ? `https://${found}`
      : `mailto:${found}`;
  try {
    const { href, protocol, host } = new URL(guess);
    if (protocol === "mailto:") return href;
    return /^https?:$/.test(protocol) && host ? href : undefined;
  } catch {
    return undefined;
  }
}
