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
  return new SharedStream(options);
}

class SharedStream implements Stream {
  state: StreamState = "connecting";
  cursor: string | undefined;
  epoch: string | undefined;

  private readonly options: SharedStreamOptions;
  private readonly me = newId();
  private channel: BroadcastChannel | undefined;
  private waiting: AbortController | undefined;
  private release: (() => void) | undefined;
  private own: Stream | undefined;
  private sent = 0;
  /** Last value of everything that has no id, for tabs that join later. */
  private readonly standing = new Map<string, Frame>();

  private leader = "";
  private heard = 0;
  private lastNote = Date.now();
  /** Present while we ask for what we missed; frames wait here meanwhile. */
  private catching: Frame[] | undefined;
  private readonly seen = new Set<string>();
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor(options: SharedStreamOptions) {
    this.options = options;
    this.cursor = options.cursor;
    this.epoch = options.epoch;
    addEventListener("pagehide", this.suspend);
    addEventListener("pageshow", this.resume);
    document.addEventListener("visibilitychange", this.shown);
    this.resume();
  }

  nudge(): void {
    if (this.own) this.own.nudge();
    else this.post({ t: "nudge" });
  }

  close(): void {
    removeEventListener("pagehide", this.suspend);
    removeEventListener("pageshow", this.resume);
    document.removeEventListener("visibilitychange", this.shown);
    this.suspend();
    this.become("closed");
  }

  private readonly shown = (): void => {
    if (!document.hidden) this.nudge();
  };

  /** A page that holds a lock or a connection cannot rest in the back/forward cache, so both are given up. */
  private readonly suspend = (): void => {
    clearInterval(this.timer);
    this.waiting?.abort();
    this.waiting = undefined;
    this.resign();
    this.channel?.close();
    this.channel = undefined;
    this.catching = undefined;
  };

  private readonly resume = (): void => {
    if (this.channel || this.state === "closed") return;
    this.channel = new BroadcastChannel(this.options.name);
    this.channel.onmessage = (event: MessageEvent<Note>) => this.take(event.data);
    this.lastNote = Date.now();
    this.timer = setInterval(() => this.tick(), pulse);
    this.queueUp();
    this.post({ t: "join" });
  };

  private post(note: Note): void {
    this.channel?.postMessage(note);
  }

  private become(state: StreamState): void {
    if (this.state === state || this.state === "closed") return;
    this.state = state;
    this.options.onState?.(state);
  }

  private deliver(frame: Frame): void {
    if (frame.id !== undefined && frame.event !== "heartbeat") {
      if (this.seen.has(frame.id)) return;
      this.seen.add(frame.id);
      if (this.seen.size > remembered) this.seen.delete(this.seen.values().next().value!);
    }
    this.options.onFrame(frame);
    if (frame.id !== undefined) this.cursor = frame.id;
  }

  private reset(reset: LiveValues["reset"]): void {
    this.seen.clear();
    this.epoch = reset.epoch;
    this.cursor = reset.cursor ?? reset.seq?.toString();
    this.options.onReset?.(reset);
  }

  private finish(reason: string): void {
    if (this.state === "closed") return;
    this.close();
    this.options.onClosed?.(reason);
  }

  // ---- leading

  private queueUp(steal = false): void {
    const waiting = new AbortController();
    this.waiting = waiting;
    const hold = () => {
      if (waiting.signal.aborted) return;
      return new Promise<void>((release) => this.lead(release));
    };
    navigator.locks.request(this.options.name, steal ? { steal } : { signal: waiting.signal }, hold).catch(() => {
      // Stolen by a tab that could not hear us, or given up by ourselves.
      if (this.waiting !== waiting || waiting.signal.aborted) return;
      this.resign();
      this.lastNote = Date.now();
      this.queueUp();
    });
  }

  private lead(release: () => void): void {
    this.release = release;
    this.catching = undefined;
    this.leader = this.me;
    this.own = openStream({
      ...this.options,
      cursor: this.cursor,
      epoch: this.epoch,
      onFrame: (frame) => {
        if (frame.id === undefined) this.standing.set(standingKey(frame), frame);
        this.post({ t: "frame", leader: this.me, n: ++this.sent, frame });
        this.deliver(frame);
      },
      onReset: (reset) => {
        this.standing.clear();
        this.post({ t: "reset", leader: this.me, n: ++this.sent, reset });
        this.reset(reset);
      },
      onState: (state) => {
        if (this.own?.epoch) this.epoch = this.own.epoch;
        // "closed" travels with its reason, or is only ours because we leave.
        if (state === "closed") return;
        this.become(state);
        this.pulse();
      },
      onClosed: (reason) => {
        this.post({ t: "closed", reason });
        this.finish(reason);
      },
    });
    this.pulse();
  }

  private resign(): void {
    this.own?.close();
    this.own = undefined;
    this.standing.clear();
    this.release?.();
    this.release = undefined;
  }

  private pulse(): void {
    if (this.own) this.post({ t: "state", leader: this.me, n: this.sent, state: this.own.state });
  }

  private tick(): void {
    if (this.own) this.pulse();
    else if (!document.hidden && Date.now() - this.lastNote > deaf) {
      this.lastNote = Date.now();
      this.waiting?.abort();
      this.queueUp(true);
    }
  }

  // ---- following

  private take(note: Note): void {
    if (this.own) {
      if (note.t === "nudge") this.own.nudge();
      if (note.t === "join") {
        this.pulse();
        for (const frame of this.standing.values()) this.post({ t: "frame", leader: this.me, n: ++this.sent, frame });
      }
      if (note.t === "closed") this.finish(note.reason);
      return;
    }
    if (note.t === "closed") this.finish(note.reason);
    if (!("leader" in note)) return;
    this.lastNote = Date.now();
    // Another leader, or a number left out: something may have passed us by.
    const next = note.t === "state" ? note.n : note.n - 1;
    const missed = note.leader !== this.leader || next !== this.heard;
    this.leader = note.leader;
    this.heard = note.n;
    if (note.t === "reset") {
      if (this.catching) this.catching = [];
      this.reset(note.reset);
    } else if (missed && this.cursor !== undefined) void this.catchUp();
    if (note.t === "state") this.become(note.state);
    if (note.t === "frame") {
      if (this.catching) this.catching.push(note.frame);
      else this.deliver(note.frame);
    }
  }

  /** Asks the server itself for what lies between our cursor and what the leader passes on now. */
  private async catchUp(): Promise<void> {
    if (this.catching) return;
    const waiting: Frame[] = [];
    this.catching = waiting;
    for (let tries = 1; this.catching && this.channel; tries++) {
      try {
        const query = new URLSearchParams({ wait: "0" });
        if (this.cursor !== undefined) query.set("after", this.cursor);
        if (this.epoch !== undefined) query.set("epoch", this.epoch);
        const answer = await (this.options.fetch ?? fetch)(`${this.options.url}?${query}`, {
          headers: this.options.headers?.() ?? {},
          cache: "no-store",
          credentials: this.options.credentials ?? "same-origin",
        });
        if (!answer.ok) throw new Error(String(answer.status));
        const { events, cursor, epoch, reset } = (await answer.json()) as PollAnswer;
        // Meanwhile we may have become the leader, whose stream brings all this, or been suspended.
        if (!this.catching) return;
        if (reset) this.reset({ epoch, cursor });
        for (const frame of events) this.deliver(frame);
        this.cursor = cursor;
        break;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, backoff(tries)));
      }
    }
    if (!this.catching) return;
    const late = this.catching;
    this.catching = undefined;
    for (const frame of late) this.deliver(frame);
  }
}

function standingKey(frame: Frame): string {
  return `${frame.event} ${(frame.data as { conversation?: string } | null)?.conversation ?? ""}`;
}
