import { findLinks } from "./links.ts";

/** The one place that shows what people wrote: exactly as written, with addresses made clickable. */
export function Text({ text, lang }: { text: string; lang?: string }) {
  return (
    <span class="text" dir="auto" lang={lang}>
      {findLinks(text).map(({ text: piece, href }, index) =>
        href ? (
          <a key={index} href={href} target="_blank" rel="noopener noreferrer nofollow">
            {piece}
          </a>
        ) : (
          piece
        ),
      )}
    </span>
  );
}
