import { backoff } from "./backoff.ts";
import { ApiError, retryAfterOf } from "./http.ts";
import { createSseParser, type Frame } from "./sse.ts";
import type { LiveValues, PollAnswer } from "./types.ts";

export type { Frame } from "./sse.ts";
export type StreamState = "connecting" | "live" | "reconnecting" | "offline" | "closed";

export interface StreamOptions {
  /** Address of the stream, without query. */
  url: string;
  /** Said with every request of the stream. */
  query?: Record<string, string>;
  headers?: () => Record<string, string>;
  credentials?: RequestCredentials;
  /** Where to go on from; both come with the snapshot. Absent: from now. */
  cursor?: string | undefined;
  epoch?: string | undefined;
  /** Everything but `hello`, `reset` and `closed`. Heartbeats too: they tell that all up to here was given. */
  onFrame: (frame: Frame) => void;
  /** The cursor is of no use any more: load the snapshot again, offer unsent messages again. */
  onReset?: (reset: LiveValues["reset"]) => void;
  onState?: (state: StreamState) => void;
  /** Closed for good: the server said so (`signed_out`, `disabled`) or refuses the credential (`refused`). */
  onClosed?: (reason: string) => void;
  fetch?: typeof fetch;
}

export interface Stream {
  readonly state: StreamState;
  readonly cursor: string | undefined;
  readonly epoch: string | undefined;
  /** Something happened (network back, page shown, a person pressed "retry"): try at once. */
  nudge(): void;
  close(): void;
}

/** The server beats every 15 s; more than two missed beats mean that the connection is dead. */
export const silence = 35_000;
/** `hello` is sent at once; a stream that has not delivered it by now is held back by something in between. */
const firstFrame = 10_000;
/** So many mute streams in a row, and we ask by long poll instead. */
const muteLimit = 2;
/** After this long on long poll a stream is tried again: networks change. */
const pollFor = 600_000;
const pollWait = 25;
/** A connection that lived this long was a good one: its end is no reason to wait longer the next time. */
const goodLife = 5_000;

export function openStream(options: StreamOptions): Stream {
  let state: StreamState = "connecting";
  let cursor = options.cursor;
  let epoch = options.epoch;
  let closed = false;
  let tries = 0;
  let mute = 0;
  let pollUntil = 0;
  let lastHeard = 0;
  let hurry = false;
  // Asked for by the server (Retry-After): no wish to hurry goes before it.
  let notBefore = 0;
  let current: AbortController | undefined;
  let wake: (() => void) | undefined;

  const listeners: [EventTarget, string, () => void][] = [
    [window, "online", () => retry(state !== "live")],
    [window, "offline", () => setState("offline")],
    [window, "pageshow", () => retry(stale())],
    [document, "visibilitychange", () => retry(stale())],
  ];
  for (const [target, type, listener] of listeners) target.addEventListener(type, listener);
  void run();

  return {
    get state() {
      return state;
    },
    get cursor() {
      return cursor;
    },
    get epoch() {
      return epoch;
    },
    nudge: () => retry(state !== "live" || stale()),
    close: () => shut(),
  };

  async function run(): Promise<void> {
    while (!closed) {
      const abort = new AbortController();
      current = abort;
      const begun = Date.now();
      let asked = 0;
      try {
        if (begun < pollUntil) {
          await poll(abort);
          continue;
        }
        await stream(abort);
      } catch (error) {
        if (error instanceof ApiError) asked = Math.min(error.retryAfter ?? 0, 60_000);
        notBefore = Date.now() + asked;
      } finally {
        abort.abort();
      }
      if (closed) return;
      if (Date.now() - begun > goodLife && lastHeard > begun) tries = 0;
      setState(navigator.onLine === false ? "offline" : "reconnecting");
      await pause(Math.max(backoff(tries++), asked));
    }
  }

  async function stream(abort: AbortController): Promise<void> {
    const begun = Date.now();
    let heard = false;
    try {
      const answer = await request({}, firstFrame, abort);
      const reader = answer.body!.getReader();
      const decoder = new TextDecoder();
      const parse = createSseParser((frame) => {
        heard = true;
        take(frame);
      });
      while (!closed) {
        const timer = setTimeout(() => abort.abort(), heard ? silence : firstFrame);
        const { done, value } = await abortable(reader.read(), abort.signal).finally(() => clearTimeout(timer));
        if (done) break;
        parse(decoder.decode(value, { stream: true }));
      }
    } finally {
      // Held back for the whole time, not refused at once: something in between collects the stream.
      if (heard) mute = 0;
      else if (!hurry && Date.now() - begun >= firstFrame) mute++;
      if (mute >= muteLimit) pollUntil = Date.now() + pollFor;
    }
  }

  async function poll(abort: AbortController): Promise<void> {
    // The first answer should come soon, so that "live" is known.
    const wait = state === "live" ? pollWait : 1;
    const query: Record<string, string> = { wait: String(wait) };
    if (cursor !== undefined) query.after = cursor;
    const answer = await request(query, (wait + 15) * 1000, abort);
    const { events, cursor: next, epoch: life, reset } = (await answer.json()) as PollAnswer;
    if (reset) take({ event: "reset", data: { epoch: life, cursor: next } });
    for (const frame of events) take(frame);
    if (closed) return;
    lastHeard = Date.now();
    tries = 0;
    cursor = next;
    epoch = life;
    setState("live");
  }

  async function request(query: Record<string, string>, limit: number, abort: AbortController): Promise<Response> {
    const parameters = new URLSearchParams({ ...options.query, ...query });
    if (epoch !== undefined) parameters.set("epoch", epoch);
    const headers: Record<string, string> = { ...options.headers?.() };
    if (cursor !== undefined && !query.wait) headers["Last-Event-ID"] = cursor;
    const timer = setTimeout(() => abort.abort(), limit);
    try {
      const answer = await abortable(
        (options.fetch ?? fetch)(`${options.url}?${parameters}`, {
          headers,
          signal: abort.signal,
          cache: "no-store",
          credentials: options.credentials ?? "same-origin",
        }),
        abort.signal,
      );
      if (answer.status === 401 || answer.status === 403) shut("refused");
      if (!answer.ok) {
        const problem = { type: "about:blank", title: "", code: "offline", status: answer.status };
        throw new ApiError(problem, retryAfterOf(answer));
      }
      return answer;
    } finally {
      clearTimeout(timer);
    }
  }

  function take(frame: Frame): void {
    if (closed) return;
    lastHeard = Date.now();
    setState("live");
    const data = frame.data as LiveValues["reset"];
    if (frame.event === "hello") {
      epoch = data.epoch;
    } else if (frame.event === "reset") {
      epoch = data.epoch;
      cursor = frame.id ?? data.cursor ?? data.seq?.toString();
      options.onReset?.(data);
    } else if (frame.event === "closed") {
      shut((frame.data as { reason: string }).reason);
    } else {
      options.onFrame(frame);
      // After the handler: what it did not take is asked for again.
      if (frame.id !== undefined) cursor = frame.id;
    }
  }

  function setState(next: StreamState): void {
    if (state === next || state === "closed") return;
    state = next;
    options.onState?.(next);
  }

  /** After sleep the timers are late, so look at the clock: a beat is due every 15 s. */
  function stale(): boolean {
    return Date.now() >= pollUntil && lastHeard > 0 && Date.now() - lastHeard > 20_000;
  }

  /** Ends the waiting; `restart` also gives up a connection that is there or being made. */
  function retry(restart: boolean): void {
    if (wake) {
      if (Date.now() >= notBefore) wake();
    } else if (restart) {
      hurry = true;
      current?.abort();
    }
  }

  function pause(milliseconds: number): Promise<void> {
    const hurried = hurry;
    hurry = false;
    if (hurried && Date.now() >= notBefore) return Promise.resolve();
    return new Promise((resolve) => {
      wake = () => {
        clearTimeout(timer);
        wake = undefined;
        resolve();
      };
      const timer = setTimeout(wake, milliseconds);
    });
  }

  function shut(reason?: string): void {
    if (closed) return;
    closed = true;
    for (const [target, type, listener] of listeners) target.removeEventListener(type, listener);
    current?.abort();
    wake?.();
    setState("closed");
    if (reason) options.onClosed?.(reason);
  }
}

/** Not every browser ends a pending read when its request is aborted. */
function abortable<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(new Error("aborted")));
    work.then(resolve, reject);
  });
}
