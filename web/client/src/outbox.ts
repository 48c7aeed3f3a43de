import { backoff } from "./backoff.ts";
import { ApiError } from "./http.ts";
import type { Id } from "./types.ts";

/** What the outbox needs of a Storage; localStorage fits, and so does `memoryStorage()`. */
export interface Keep {
  readonly length: number;
  key(index: number): string | null;
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

export function memoryStorage(): Keep {
  const items = new Map<string, string>();
  return {
    get length() {
      return items.size;
    },
    key: (index) => [...items.keys()][index] ?? null,
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  };
}

/** A command that is kept until the server has acknowledged it. Its id makes repeating it safe. */
export interface Entry<B = unknown> {
  id: Id;
  /** Entries of one queue (a conversation) leave in order. */
  queue: string;
  body: B;
  at: number;
  /** Set once it was refused or tried in vain for long: the problem's code. A person decides then. */
  failed?: string;
}

export interface OutboxOptions<B, A> {
  storage: Keep;
  /** Keys in the storage begin with this; one outbox per prefix and tab. */
  prefix: string;
  send: (entry: Entry<B>) => Promise<A>;
  onAcknowledged?: (entry: Entry<B>, answer: A) => void;
  onChange?: (entries: Entry<B>[]) => void;
}

export interface Outbox<B> {
  /** In the order they were written. */
  entries(): Entry<B>[];
  add(entry: Omit<Entry<B>, "at">): void;
  /** Offer failed ones again (one, or all), and all others at once. */
  retry(id?: Id): void;
  remove(id: Id): void;
  /** The connection is back: do not wait for the next try. */
  flush(): void;
  close(): void;
}

/** About ten minutes of trying every ten seconds; then the person is told instead of being left hoping. */
const mostTries = 60;
/** Another tab's words are left to it for so long; if it died, we send them. */
const othersFor = 10_000;

export function createOutbox<B, A>(options: OutboxOptions<B, A>): Outbox<B> {
  const { storage, prefix } = options;
  // What this tab answers for. The storage may refuse to keep (full, blocked): this copy then lives as long as the tab.
  const entries = new Map<Id, Entry<B>>();
  const sending = new Set<string>();
  const tries = new Map<Id, number>();
  const waits = new Map<string, () => void>();
  // The server asked to be left alone until then (Retry-After): nothing, not even new words, goes there earlier.
  const notBefore = new Map<string, number>();
  let closed = false;
  let adopting: ReturnType<typeof setTimeout> | undefined;

  adopt(0);
  addEventListener("storage", onStorage);
  addEventListener("online", flush);

  return {
    entries: sorted,
    add(entry) {
      keep({ ...entry, at: Date.now() });
      changed();
      flush();
    },
    retry(id) {
      for (const entry of entries.values()) {
        if (!entry.failed || (id && entry.id !== id)) continue;
        const { failed: _, ...again } = entry;
        tries.delete(entry.id);
        keep(again as Entry<B>);
      }
      changed();
      flush();
    },
    remove(id) {
      forget(id);
      changed();
    },
    flush,
    close() {
      closed = true;
      clearTimeout(adopting);
      removeEventListener("storage", onStorage);
      removeEventListener("online", flush);
      for (const wake of [...waits.values()]) wake();
    },
  };

  function sorted(): Entry<B>[] {
    return [...entries.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  function keep(entry: Entry<B>): void {
    entries.set(entry.id, entry);
    try {
      storage.setItem(prefix + entry.id, JSON.stringify(entry));
    } catch {
      // Kept in this tab only.
    }
  }

  function forget(id: Id): void {
    entries.delete(id);
    tries.delete(id);
    try {
      storage.removeItem(prefix + id);
    } catch {
      // Nothing was kept.
    }
  }

  function changed(): void {
    if (!closed) options.onChange?.(sorted());
  }

  /** Takes over what is in the storage: from before a reload, or from a tab that did not live to send it. */
  function adopt(olderThan: number): void {
    adopting = undefined;
    let later = false;
    try {
      for (let index = storage.length - 1; index >= 0; index--) {
        const key = storage.key(index);
        if (!key?.startsWith(prefix) || entries.has(key.slice(prefix.length))) continue;
        const entry = read(storage.getItem(key));
        if (!entry) continue;
        if (Date.now() - entry.at >= olderThan) entries.set(entry.id, entry);
        else later = true;
      }
    } catch {
      // Blocked.
    }
    if (later && !closed) adopting = setTimeout(() => adopt(othersFor), othersFor);
    changed();
    queueMicrotask(flush);
  }

  function read(text: string | null): Entry<B> | undefined {
    try {
      const entry = JSON.parse(text ?? "") as Entry<B>;
      return typeof entry.id === "string" && typeof entry.queue === "string" ? entry : undefined;
    } catch {
      return undefined;
    }
  }

  function onStorage(event: StorageEvent): void {
    if (!event.key?.startsWith(prefix)) return;
    const id = event.key.slice(prefix.length);
    if (event.newValue === null) {
      // Another tab had it acknowledged, or threw it away.
      if (entries.delete(id)) changed();
      return;
    }
    const entry = read(event.newValue);
    if (entry && entries.has(id)) {
      entries.set(id, entry);
      changed();
      flush();
    } else if (!adopting && !closed) {
      adopting = setTimeout(() => adopt(othersFor), othersFor);
    }
  }

  function flush(): void {
    if (closed) return;
    for (const wake of [...waits.values()]) wake();
    for (const { queue, failed } of entries.values()) if (!failed && !sending.has(queue)) void work(queue);
  }

  async function work(queue: string): Promise<void> {
    sending.add(queue);
    try {
      for (;;) {
        const entry = sorted().find((candidate) => candidate.queue === queue && !candidate.failed);
        if (!entry || closed) return;
        const wait = await offer(entry);
        if (wait > 0 && !closed) await pause(queue, wait);
      }
    } finally {
      sending.delete(queue);
    }
  }

  /** One try; answers how long to wait before the next. */
  async function offer(entry: Entry<B>): Promise<number> {
    try {
      const answer = await options.send(entry);
      // Before forgetting: whoever shows it must find it in one of the two places.
      options.onAcknowledged?.(entry, answer);
      forget(entry.id);
      changed();
      return 0;
    } catch (error) {
      const known = error instanceof ApiError ? error : undefined;
      const count = (tries.get(entry.id) ?? 0) + 1;
      tries.set(entry.id, count);
      // 401 is not about this command; whoever holds the credential sees to it.
      const passing = !known || known.passing || known.status === 401;
      if (!entries.has(entry.id)) return 0;
      if (passing && count < mostTries) {
        const asked = known?.retryAfter ?? 0;
        if (asked > 0) notBefore.set(entry.queue, Date.now() + asked);
        return Math.max(backoff(count), asked);
      }
      keep({ ...entry, failed: known?.problem.code ?? "offline" });
      changed();
      return 0;
    }
  }

  function pause(queue: string, milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const goOn = () => {
        clearTimeout(timer);
        waits.delete(queue);
        resolve();
      };
      const timer = setTimeout(goOn, milliseconds);
      waits.set(queue, () => {
        if (closed || Date.now() >= (notBefore.get(queue) ?? 0)) goOn();
      });
    });
  }
}
