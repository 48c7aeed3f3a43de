import type { Availability, Language } from "@genkan/client/types";

/**
 * What the button on the foreign page and the window in our frame tell each other by `postMessage`, always with the
 * other's exact origin. The loader never hears what is said in the conversation.
 */
export type Mode = "open" | "max" | "min" | "closed";

export type ToWindow =
  /** Answer to `ready`. */
  | {
      g: "init";
      /** The loader's token: the window joins its trail. */
      trail: string | null;
      language: string | null;
      mode: Mode;
      phone: boolean;
      /** Opened by a person just now, so the window may take the focus. */
      focus: boolean;
      /** What the window once asked the host page to keep for it. */
      kept: string | null;
    }
  | { g: "mode"; mode: Mode; phone: boolean; focus: boolean }
  | { g: "language"; language: string };

export type ToLoader =
  | { g: "ready" }
  | { g: "mode"; mode: Mode }
  | { g: "unread"; count: number }
  | { g: "state"; state: Availability }
  | { g: "language"; language: Language }
  /** Only where the browser blocks the frame's own storage. null: forget. */
  | { g: "keep"; value: string | null };
