import { matchLanguage } from "@genkan/client/languages";
import type { Say } from "@genkan/client/texts";
import type { Language } from "@genkan/client/types";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Mode } from "../loader/protocol.ts";
import { Composer } from "./Composer.tsx";
import { EndQuestion } from "./EndQuestion.tsx";
import { Header } from "./Header.tsx";
import { LeaveMessage } from "./LeaveMessage.tsx";
import { StartForm } from "./StartForm.tsx";
import { isOpen, type Session } from "./session.ts";
import { Timeline } from "./Timeline.tsx";

export interface AppProps {
  session: Session;
  say: Say;
  language: Language;
  chooseLanguage: (language: Language) => void;
  /** Absent on the plain chat page, which has no window to minimise. */
  window?: { mode: Mode; phone: boolean; setMode: (mode: Mode) => void };
  /** Grows each time a person has opened the window, so that it may take the focus. */
  focus: number;
}

export function App({ session, say, language, chooseLanguage, window: frame, focus }: AppProps) {
  const [asking, setAsking] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const late = useLate(session.phase === "ready" && /^(reconnecting|offline)$/.test(session.connection), 1_500);
  const { phase, talk } = session;
  const running = talk !== undefined && isOpen(talk.conversation);
  const begun = running && talk.conversation.startedAt > 0;

  useEffect(() => {
    if (focus > 0) focusFirst(root.current);
  }, [focus, phase, talk?.conversation.id]);

  const close = () => (begun && !asking ? setAsking(true) : frame?.setMode("closed"));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.isComposing) return;
    if (asking) setAsking(false);
    else frame?.setMode("min");
  };

  return (
    <div
      class={`chat${frame ? " framed" : ""}`}
      ref={root}
      role={frame ? "dialog" : "main"}
      aria-label={say("widget.title", { name: session.site?.name ?? "" })}
      onKeyDown={onKeyDown}
    >
      <Header
        {...{ session, say, language, chooseLanguage, frame, close }}
        onEnd={begun ? () => setAsking(true) : undefined}
      />
      {body()}
      {asking && begun && (
        <EndQuestion
          say={say}
          end={async () => {
            if (await session.end()) return false;
            setAsking(false);
            return true;
          }}
          stay={() => setAsking(false)}
          hide={frame && (() => (setAsking(false), frame.setMode("min")))}
        />
      )}
    </div>
  );

  function body() {
    if (phase === "loading") return <Skeleton />;
    if (phase !== "ready") {
      return (
        <div class="page middle" role="alert">
          <p>{say(phase === "refused" ? "widget.error.refused" : "widget.error.load")}</p>
          {phase === "unreachable" && (
            <button type="button" class="primary" onClick={() => session.nudge()}>
              {say("widget.error.retry")}
            </button>
          )}
        </div>
      );
    }
    if (talk) {
      return (
        <>
          <Timeline {...{ session, say, language }} />
          {late && <Lost say={say} />}
          {running ? <Composer {...{ session, say }} /> : <Ended session={session} say={say} />}
        </>
      );
    }
    if (session.availability === "away" || session.left !== "no")
      return (
        <>
          <LeaveMessage {...{ session, say, language }} />
          {late && <Lost say={say} />}
        </>
      );
    return (
      <>
        <StartForm {...{ session, say, language }} />
        {late && <Lost say={say} />}
      </>
    );
  }
}

function Lost({ say }: { say: Say }) {
  return (
    <p class="lost" role="status">
      {say("widget.connection.lost")}
    </p>
  );
}

function Ended({ session, say }: { session: Session; say: Say }) {
  return (
    <div class="ended">
      <p role="status">{say("widget.ended")}</p>
      <button type="button" class="primary" onClick={() => session.again()}>
        {say("widget.ended.again")}
      </button>
    </div>
  );
}

/** The shape of what comes, after a moment: most answers are faster than that. */
function Skeleton() {
  return (
    <div class="page skeleton" aria-busy="true">
      <i />
      <i />
      <i />
    </div>
  );
}

function useLate(now: boolean, after: number): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!now) {
      setLate(false);
      return;
    }
    const timer = setTimeout(setLate, after, true);
    return () => clearTimeout(timer);
  }, [now, after]);
  return late;
}

function focusFirst(root: HTMLElement | null): void {
  const target =
    root?.querySelector<HTMLElement>("textarea, .page input") ??
    root?.querySelector<HTMLElement>(".page button, header button");
  target?.focus({ preventScroll: true });
}

/** Of the many languages a page may name, one of ours. */
export function languageFor(...tags: (string | null | undefined)[]): Language {
  for (const tag of tags) {
    const found = matchLanguage(tag);
    if (found) return found;
  }
  return "en";
}
