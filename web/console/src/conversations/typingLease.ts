import type { Id, Typing } from "@genkan/client/types";

export interface TypingLeaseOptions {
  post(typing: Typing): void;
  newId(): Id;
  now?(): number;
}

/** At most four posts a second may leave; a notice does not need that. A lease ends after 6 s, so it is renewed before. */
const renewAfter = 3000;

/**
 * Tells the other side what one is doing in one conversation: writing, gone with words left behind, or nothing.
 * The visitor learns that one writes, never what.
 */
export class TypingLease {
  private readonly options: TypingLeaseOptions;
  private message: Id;
  private counter = 0;
  private said: Typing["state"] = "none";
  private saidAt = 0;
  private text = "";

  constructor(options: TypingLeaseOptions) {
    this.options = options;
    this.message = options.newId();
  }

  /** The id the message will carry, so that a late notice about it is known to be late. */
  get future(): Id {
    return this.message;
  }

  wrote(text: string): void {
    this.text = text;
    if (text.trim() === "") this.tell("none");
    else if (this.said !== "typing" || this.now() - this.saidAt >= renewAfter) this.tell("typing");
  }

  /** Another window, tab or conversation. */
  left(): void {
    if (this.text.trim() !== "" && this.said !== "entered") this.tell("entered");
  }

  /** Back in the field: the notice that words lie there stays true until something changes. */
  returned(text: string): void {
    this.text = text;
  }

  /** The words have gone out; the server forgets the notice by itself, the next words are another message. */
  sent(): void {
    this.message = this.options.newId();
    this.counter = 0;
    this.said = "none";
    this.text = "";
  }

  private tell(state: Typing["state"]): void {
    if (state === "none" && this.said === "none") return;
    this.said = state;
    this.saidAt = this.now();
    this.options.post({ message: this.message, counter: ++this.counter, state });
  }

  private now(): number {
    return this.options.now?.() ?? Date.now();
  }
}
