import type { Id } from "@genkan/client/types";
import type { Told } from "./typingLease";

/** Words not sent yet, per conversation; they outlive reloads, sleep and restarts of the browser. */
export class Drafts {
  private readonly prefix: string;
  private readonly toldPrefix: string;
  private readonly texts = new Map<Id, string>();
  private readonly listeners = new Set<() => void>();

  constructor(agent: Id) {
    this.prefix = `genkan.draft.${agent}.`;
    this.toldPrefix = `genkan.typing.${agent}.`;
    attempt(() => {
      for (let index = 0; index < localStorage.length; index++) {
        const key = localStorage.key(index);
        if (key?.startsWith(this.prefix))
          this.texts.set(key.slice(this.prefix.length), localStorage.getItem(key) ?? "");
      }
    });
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  of(conversation: Id): string {
    return this.texts.get(conversation) ?? "";
  }

  keep(conversation: Id, text: string): void {
    if (text === this.of(conversation)) return;
    if (text === "") this.texts.delete(conversation);
    else this.texts.set(conversation, text);
    // Where nothing can be kept (blocked, full) the draft lives as long as the page.
    attempt(() => {
      if (text === "") localStorage.removeItem(this.prefix + conversation);
      else localStorage.setItem(this.prefix + conversation, text);
    });
    for (const listener of this.listeners) listener();
  }

  /** What the visitor was told of these words; see TypingLease. */
  toldOf(conversation: Id): Told | null {
    let told: Told | null = null;
    attempt(() => {
      told = JSON.parse(localStorage.getItem(this.toldPrefix + conversation) ?? "null");
    });
    return told;
  }

  keepTold(conversation: Id, told: Told | null): void {
    attempt(() => {
      if (told) localStorage.setItem(this.toldPrefix + conversation, JSON.stringify(told));
      else localStorage.removeItem(this.toldPrefix + conversation);
    });
  }
}

function attempt(deed: () => void): void {
  try {
    deed();
  } catch {
    // Storage is blocked.
  }
}
