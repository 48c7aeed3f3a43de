import type { Say } from "@genkan/client/texts";
import type { Language, Problem } from "@genkan/client/types";
import type { Mode } from "../loader/protocol.ts";
import type { LeaveForm, Session } from "./session.ts";
import type { TypingReporter } from "./typing.ts";

/**
 * Everything the screens are drawn from. They keep nothing themselves: each change is written here or into the session, and
 * the whole window is drawn again (`draw.ts`).
 */
export interface View {
  session: Session;
  say: Say;
  language: Language;
  chooseLanguage(language: Language): void;
  typing: TypingReporter;
  draw(): void;
  /** Absent on the plain chat page, which has no window to minimise. */
  frame?: { mode: Mode; phone: boolean; setMode(mode: Mode): void };

  /** "End this conversation?" is on the screen. */
  asking: boolean;
  endFailed: boolean;
  /** The first form. */
  agreed: boolean;
  starting: boolean;
  problem: Problem | undefined;
  leave: LeaveForm | undefined;
  /** The message form was asked for: from the popup, or instead of talking. */
  leaving: boolean;
  /** Answers to earlier messages are on the screen, and how many there were when they were put away. */
  answersOpen: boolean;
  answersPut: number;
  /** The reader is at the end of the timeline and wants to stay there. */
  following: boolean;
  /** How many of their messages were there when the reader left the end. */
  seen: number;
}
