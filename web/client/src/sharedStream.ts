import { backoff } from "./backoff.ts";
import { newId } from "./ids.ts";
import { type Frame, openStream, type Stream, type StreamOptions, type StreamState } from "./stream.ts";
import type { LiveValues, PollAnswer } from "./types.ts";

export interface SharedStreamOptions extends StreamOptions {
  /** Tabs that give the same name share one connection; put the person's id into it. */
  name: string;
}

type Note =
  | { t: "frame"; leader: string; n: number; frame: Frame }
  | { t: "state"; leader: string; n: number; state: StreamState }
  | { t: "reset"; leader: string; n: number; reset: LiveValues["reset"] }
  | { t: "closed"; reason: string }
  | { t: "join" }
  | { t: "nudge" };

/** The leader says at least this often that it lives. */
const pulse = 10_000;
/** A visible tab that hears nothing for so long takes over: the leader is frozen or its timers are held back. */
const deaf = 40_000;
const remembered = 500;

/**
 * One connection per browser however many tabs: the tab that holds the lock reads the stream and passes every frame
 * on; when it goes, the next one in the line for the lock reads on from its own cursor. Without Web Locks (plain
 * http) each tab has its own stream.
 */
export function shareStream(options: SharedStreamOptions): Stream {
  if (!navigator.locks || typeof BroadcastChannel === "undefined") return openStream(options);
  return startSharing(options);
}

function startSharing(options: SharedStreamOptions): Stream {
  let state: StreamState = "connecting";
  let { cursor, epoch } = options;
  const me = newId();
  let channel: BroadcastChannel | undefined;
  let waiting: AbortController | undefined;
  let release: (() => void) | undefined;
  let own: Stream | undefined;
  let sent = 0;
  /** Last value of everything that has no id, for tabs that join later. */
  const standing = new Map<string, Frame>();

  let leader = "";
  let heard = 0;
  let lastNote = 0;
  /** Present while we ask for what we missed; frames wait here meanwhile. */
  let catching: Frame[] | undefined;
  const seen = new Set<string>();
  let timer: ReturnType<typeof setInterval> | undefined;

  addEventListener("pagehide", suspend);
  addEventListener("pageshow", resume);
  document.addEventListener("visibilitychange", shown);
  resume();

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
    nudge,
    close,
  };

  function nudge(): void {
    if (own) own.nudge();
    else post({ t: "nudge" });
  }

  function close(): void {
    removeEventListener("pagehide", suspend);
    removeEventListener("pageshow", resume);
    document.removeEventListener("visibilitychange", shown);
    suspend();
    become("closed");
  }

  function shown(): void {
    if (!document.hidden) nudge();
  }

  /** A page that holds a lock or a connection cannot rest in the back/forward cache, so both are given up. */
  function suspend(): void {
    clearInterval(timer);
    waiting?.abort();
    waiting = undefined;
    resign();
    channel?.close();
    channel = undefined;
    catching = undefined;
  }

  function resume(): void {
    if (channel || state === "closed") return;
    channel = new BroadcastChannel(options.name);
    channel.onmessage = (event: MessageEvent<Note>) => take(event.data);
    lastNote = Date.now();
    timer = setInterval(tick, pulse);
    queueUp();
    post({ t: "join" });
  }

  function post(note: Note): void {
    channel?.postMessage(note);
  }

  function become(next: StreamState): void {
    if (state === next || state === "closed") return;
    state = next;
    options.onState?.(next);
  }

  function deliver(frame: Frame): void {
    if (frame.id !== undefined && frame.event !== "heartbeat") {
      if (seen.has(frame.id)) return;
      seen.add(frame.id);
      if (seen.size > remembered) seen.delete(seen.values().next().value!);
    }
    options.onFrame(frame);
    if (frame.id !== undefined) cursor = frame.id;
  }

  function restart(reset: LiveValues["reset"]): void {
    seen.clear();
    epoch = reset.epoch;
    cursor = reset.cursor ?? reset.seq?.toString();
    options.onReset?.(reset);
  }

  function finish(reason: string): void {
    if (state === "closed") return;
    close();
    options.onClosed?.(reason);
  }

  // ---- leading

  function queueUp(steal = false): void {
    const mine = new AbortController();
    waiting = mine;
    const hold = () => {
      if (mine.signal.aborted) return;
      return new Promise<void>(lead);
    };
    navigator.locks.request(options.name, steal ? { steal } : { signal: mine.signal }, hold).catch((error: unknown) => {
      if (waiting !== mine || mine.signal.aborted) return;
      // Stolen by a tab that could not hear us: follow it. Locks that are blocked (with the storage): go on alone.
      if ((error as Error | undefined)?.name !== "AbortError") {
        lead(() => {});
        return;
      }
      resign();
      lastNote = Date.now();
      queueUp();
    });
  }

  function lead(letGo: () => void): void {
    release = letGo;
    catching = undefined;
    leader = me;
    own = openStream({
      ...options,
      cursor,
      epoch,
      onFrame: (frame) => {
        if (frame.id === undefined) standing.set(standingKey(frame), frame);
        post({ t: "frame", leader: me, n: ++sent, frame });
        deliver(frame);
      },
      onReset: (reset) => {
        standing.clear();
        post({ t: "reset", leader: me, n: ++sent, reset });
        restart(reset);
      },
      onState: (next) => {
        if (own?.epoch) epoch = own.epoch;
        // "closed" travels with its reason, or is only ours because we leave.
        if (next === "closed") return;
        become(next);
        beat();
      },
      onClosed: (reason) => {
        post({ t: "closed", reason });
        finish(reason);
      },
    });
    beat();
  }

  function resign(): void {
    own?.close();
    own = undefined;
    standing.clear();
    release?.();
    release = undefined;
  }

  function beat(): void {
    if (own) post({ t: "state", leader: me, n: sent, state: own.state });
  }

  function tick(): void {
    if (own) beat();
    else if (!document.hidden && Date.now() - lastNote > deaf) {
      lastNote = Date.now();
      waiting?.abort();
      queueUp(true);
    }
  }

  // ---- following

  function take(note: Note): void {
    if (note.t === "closed") {
      finish(note.reason);
      return;
    }
    if (own) {
      if (note.t === "nudge") own.nudge();
      if (note.t === "join") {
        beat();
        for (const frame of standing.values()) post({ t: "frame", leader: me, n: ++sent, frame });
      }
      return;
    }
    if (!("leader" in note)) return;
    lastNote = Date.now();
    // Another leader, or a number left out: something may have passed us by.
    const missed = note.leader !== leader || (note.t === "state" ? note.n : note.n - 1) !== heard;
    leader = note.leader;
    heard = note.n;
    if (note.t === "reset") {
      if (catching) catching = [];
      restart(note.reset);
    } else if (missed && cursor !== undefined) void catchUp();
    if (note.t === "state") become(note.state);
    if (note.t === "frame") {
      if (catching) catching.push(note.frame);
      else deliver(note.frame);
    }
  }

  /** Asks the server itself for what lies between our cursor and what the leader passes on now. */
  async function catchUp(): Promise<void> {
    if (catching) return;
    catching = [];
    for (let tries = 1; catching && channel; tries++) {
      try {
        const query = new URLSearchParams({ wait: "0" });
        if (cursor !== undefined) query.set("after", cursor);
        if (epoch !== undefined) query.set("epoch", epoch);
        const answer = await (options.fetch ?? fetch)(`${options.url}?${query}`, {
          headers: options.headers?.() ?? {},
          cache: "no-store",
          credentials: options.credentials ?? "same-origin",
        });
        if (!answer.ok) throw answer.status;
        const page = (await answer.json()) as PollAnswer;
        // Meanwhile we may have become the leader, whose stream brings all this, or been suspended.
        if (!catching) return;
        if (page.reset) restart(page);
        for (const frame of page.events) deliver(frame);
        cursor = page.cursor;
        break;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, backoff(tries)));
      }
    }
    const late = catching;
    catching = undefined;
    for (const frame of late ?? []) deliver(frame);
  }
}

function standingKey(frame: Frame): string {
  return `${frame.event} ${(frame.data as { conversation?: string } | null)?.conversation ?? ""}`;
}
