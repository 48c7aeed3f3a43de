import type { Id, Typing } from "@genkan/client/types";

/** What the server was told last, kept over a reload: only the same id and a higher number can take it back. */
export interface Told {
  message: Id;
  counter: number;
  state: Typing["state"];
}

export interface TypingLeaseOptions {
  post(typing: Typing): void;
  newId(): Id;
  told?: Told | null;
  keep?(told: Told | null): void;
  now?(): number;
}

/** A lease ends after 6 s, so it is renewed before; the server accepts four a second, a notice does not need them. */
const renewAfter = 3000;

/**
 * Tells the other side what one is doing in one conversation: writing, gone with words left behind, or nothing.
 * The visitor learns that one writes, never what.
 */
export class TypingLease {
  private readonly options: TypingLeaseOptions;
  private told: Told;
  private saidAt = 0;
  private text = "";

  constructor(options: TypingLeaseOptions) {
    this.options = options;
    this.told = options.told ?? this.fresh();
  }

  /** The id the message will carry, so that a late notice about it is known to be late. */
  get future(): Id {
    return this.told.message;
  }

  wrote(text: string): void {
    this.text = text;
    const { state } = this.told;
    if (text.trim() === "") {
      if (state !== "none") this.tell("none");
    } else if (state !== "typing" || this.now() - this.saidAt >= renewAfter) this.tell("typing");
  }

  /** Another window, tab or conversation. */
  left(): void {
    if (this.text.trim() !== "" && this.told.state !== "entered") this.tell("entered");
  }

  /** Back in the field: the notice that words lie there stays true until something changes. */
  returned(text: string): void {
    this.text = text;
  }

  /** The words have gone out; the server forgets the notice by itself, the next words are another message. */
  sent(): void {
    this.told = this.fresh();
    this.text = "";
    this.options.keep?.(null);
  }

  private tell(state: Typing["state"]): void {
    const { message, counter } = this.told;
    this.told = { message, counter: counter + 1, state };
    this.saidAt = this.now();
    this.options.keep?.(this.told);
    this.options.post(this.told);
  }

  private fresh(): Told {
    return { message: this.options.newId(), counter: 0, state: "none" };
  }

  private now(): number {
    return this.options.now?.() ?? Date.now();
  }
}
