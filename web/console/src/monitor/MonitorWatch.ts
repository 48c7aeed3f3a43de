import type { Monitor, MonitorNews } from "@genkan/client/types";
import { applyNews, fromLook, type MonitorState } from "./monitorState";

export interface MonitorView {
  state: MonitorState | null;
  problem: unknown;
}

interface Options {
  look(): Promise<Monitor>;
  onChange(view: MonitorView): void;
  now?: () => number;
}

/** Between two looks that did not help; steps alone keep it current after the first. */
const lookAgain = 2000;

/** Looks once, then follows the steps; looks again only where a step is missing (the stream broke, another node answered). */
export class MonitorWatch {
  private view: MonitorView = { state: null, problem: null };
  /** Present while a look is on its way. */
  private held: MonitorNews[] | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private closed = false;
  private readonly options: Options;

  constructor(options: Options) {
    this.options = options;
  }

  hear(news: MonitorNews): void {
    if (this.held) {
      this.held.push(news);
      return;
    }
    if (!this.view.state) return;
    const state = applyNews(this.view.state, news, this.now());
    if (state) this.show({ state, problem: null });
    else void this.look();
  }

  async look(): Promise<void> {
    if (this.held || this.closed) return;
    clearTimeout(this.timer);
    this.held = [];
    try {
      let state: MonitorState | null = fromLook(await this.options.look(), this.now());
      const fresh = state;
      for (const news of this.held) state = state && applyNews(state, news, this.now());
      this.held = undefined;
      this.show({ state: state ?? fresh, problem: null });
      if (!state) this.lookSoon();
    } catch (problem) {
      this.held = undefined;
      this.show({ ...this.view, problem });
      if ((problem as { passing?: boolean }).passing) this.lookSoon();
    }
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
  }

  private lookSoon(): void {
    if (!this.closed) this.timer = setTimeout(() => void this.look(), lookAgain);
  }

  private now(): number {
    return this.options.now?.() ?? Date.now();
  }

  private show(view: MonitorView): void {
    if (this.closed) return;
    this.view = view;
    this.options.onChange(view);
  }
}
