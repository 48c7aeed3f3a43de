import { newId } from "@genkan/client/ids";
import type { Id, Typing } from "@genkan/client/types";

/** At most four posts a second, with something in hand. */
const shortest = 300;
/** The server forgets "typing" after 6 s. */
const renew = 4_000;
/** Who has not touched a key for this long is not typing any more; the text is still there. */
const rest = 6_000;
const longestPreview = 2_000;

export interface TypingReporter {
  /** The id the message being written will have. */
  readonly message: Id;
  write(text: string): void;
  /** The person looks elsewhere: what stands there is "entered". */
  leave(): void;
  /** It was sent (the words go on as a message) or thrown away. */
  done(): void;
  close(): void;
}

/**
 * Tells the other side what is going on in the composer. `post` gets whole states; one that fails is not repeated,
 * the next one says it all.
 */
export function reportTyping(post: (typing: Typing) => void, preview: () => boolean): TypingReporter {
  let message = newId();
  let counter = 0;
  let text = "";
  let state: Typing["state"] = "none";
  let said = "";
  let saidAt = 0;
  let touchedAt = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  return {
    get message() {
      return message;
    },
    write(next) {
      if (next === text) return;
      text = next;
      touchedAt = Date.now();
      state = next.trim() === "" ? "none" : "typing";
      say();
    },
    leave() {
      if (state === "typing") state = "entered";
      say(true);
    },
    done() {
      text = "";
      state = "none";
      say(true);
      message = newId();
      counter = 0;
      said = "none ";
    },
    close: () => clearTimeout(timer),
  };

  function say(now = false): void {
    clearTimeout(timer);
    const wait = saidAt + shortest - Date.now();
    if (wait > 0 && !now) {
      timer = setTimeout(say, wait);
      return;
    }
    const shown = preview() && state !== "none" ? text.slice(0, longestPreview) : "";
    const saying = `${state} ${shown}`;
    const due = state === "typing" && Date.now() - saidAt >= renew;
    if ((saying !== said || due) && !(state === "none" && said === "")) {
      said = saying;
      saidAt = Date.now();
      post({ message, counter: ++counter, state, ...(shown ? { text: shown } : {}) });
    }
    if (state === "typing") timer = setTimeout(tick, renew);
  }

  function tick(): void {
    if (Date.now() - touchedAt >= rest) state = "entered";
    say();
  }
}
