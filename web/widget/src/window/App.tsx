import { Answers } from "./Answers.tsx";
import { Choose } from "./Choose.tsx";
import { Composer } from "./Composer.tsx";
import { EndQuestion } from "./EndQuestion.tsx";
import { Header } from "./Header.tsx";
import { LeaveMessage } from "./LeaveMessage.tsx";
import { Nobody } from "./Nobody.tsx";
import { StartForm } from "./StartForm.tsx";
import { isOpen } from "./session.ts";
import { timeline } from "./Timeline.tsx";
import type { View } from "./view.ts";

export type Screen = "loading" | "trouble" | "talk" | "answers" | "nobody" | "leave" | "choose" | "start";

export function screenOf(view: View): Screen {
  const { session } = view;
  if (session.phase !== "ready") return session.phase === "loading" ? "loading" : "trouble";
  if (session.talk) return "talk";
  const unread = session.newAnswers > 0 && session.answers.length > view.answersPut && !writes(view);
  if (view.answersOpen || unread) return "answers";
  // Who is writing a message is told that somebody has come, and goes on writing.
  if (session.left !== "no" || view.leaving || (session.availability !== "away" && writes(view))) return "leave";
  if (session.availability !== "away") return session.choices && !session.choice ? "choose" : "start";
  return session.site.nobodyFirst === "popup" && !session.draft && !session.refusedLeave ? "nobody" : "leave";
}

function writes({ session, leave }: View): boolean {
  return session.left === "no" && !!leave && [leave.text, leave.email, leave.phone].some((words) => words?.trim());
}

export function App({ view }: { view: View }) {
  const { session, say, frame } = view;
  const conversation = session.talk?.conversation;
  const running = conversation !== undefined && isOpen(conversation);
  const begun = running && conversation.startedAt > 0;

  const ask = () => {
    view.asking = true;
    view.draw();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.isComposing) return;
    if (view.asking) {
      view.asking = false;
      view.draw();
    } else frame?.setMode("min");
  };

  return (
    // biome-ignore lint/a11y: Escape works wherever the focus is; the role says what this is.
    <div
      class={frame ? "chat framed" : "chat"}
      role={frame ? "dialog" : "main"}
      aria-label={say("widget.title", { name: session.site?.name ?? "" })}
      onKeyDown={onKeyDown}
    >
      <Header view={view} end={begun ? ask : undefined} close={() => (begun ? ask() : frame?.setMode("closed"))} />
      {body()}
      {session.lost && (
        <p class="lost" role="status">
          {say("widget.connection.lost")}
        </p>
      )}
      {session.talk && (running ? <Composer view={view} /> : <Ended view={view} />)}
      {view.asking && begun && <EndQuestion view={view} />}
    </div>
  );

  function body() {
    switch (screenOf(view)) {
      case "loading":
        // The shape of what comes, after a moment: most answers are faster than that.
        return (
          <div class="page skeleton" aria-busy="true">
            <i />
            <i />
          </div>
        );
      case "trouble":
        return <Trouble view={view} />;
      case "talk":
        return timeline(view);
      case "answers":
        return <Answers view={view} />;
      case "nobody":
        return <Nobody view={view} />;
      case "leave":
        return <LeaveMessage view={view} />;
      case "choose":
        return <Choose view={view} />;
      default:
        return <StartForm view={view} />;
    }
  }
}

function Trouble({ view: { session, say } }: { view: View }) {
  const refused = session.phase === "refused";
  return (
    <div class="page middle" role="alert">
      <p>{say(refused ? "widget.error.refused" : "widget.error.load")}</p>
      {!refused && (
        <button type="button" class="primary" onClick={() => session.nudge()}>
          {say("widget.error.retry")}
        </button>
      )}
    </div>
  );
}

function Ended({ view: { session, say } }: { view: View }) {
  return (
    <div class="ended">
      <p role="status">{say("widget.ended")}</p>
      <button type="button" class="primary" onClick={() => session.again()}>
        {say("widget.ended.again")}
      </button>
    </div>
  );
}
