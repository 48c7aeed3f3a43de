import { Face } from "./Header.tsx";
import { Text } from "./Text.tsx";
import type { View } from "./view.ts";

/** What was left when nobody was here, and what was answered since; from here one goes on in either way. */
export function Answers({ view }: { view: View }) {
  const { session, say, language } = view;
  const day = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
  const here = session.availability !== "away";
  return (
    <div class="page">
      <h2>{say("widget.answers.title")}</h2>
      {session.answers.map(({ id, text, at, reply, repliedAt, nickname, avatar }) => (
        <div class="answer" key={id}>
          <div class="row mine first">
            <div class="said">
              <span class="unseen">{say("widget.you")}</span>
              <div class="bubble mine">
                <Text text={text} />
              </div>
              <span class="under">
                <time>{day.format(at)}</time>
              </span>
            </div>
          </div>
          <div class="row theirs first">
            <Face name={nickname} avatar={avatar} />
            <div class="said">
              <span class="name" dir="auto">
                {nickname}
              </span>
              <div class="bubble theirs">
                <Text text={reply} />
              </div>
              <span class="under">
                <time>{day.format(repliedAt)}</time>
              </span>
            </div>
          </div>
        </div>
      ))}
      <button type="button" class="primary" onClick={() => go(!here)}>
        {say(here ? "widget.answers.talk" : "widget.answers.leave")}
      </button>
      {here && (
        <button type="button" class="plain" onClick={() => go(true)}>
          {say("widget.answers.leave")}
        </button>
      )}
    </div>
  );

  function go(leaving: boolean) {
    view.answersOpen = false;
    view.answersPut = session.answers.length;
    view.leaving = leaving;
    if (session.left === "thanks") {
      view.leave = undefined;
      session.left = "no";
    }
    view.draw();
  }
}

/** Back to answers that were put away. */
export function AnswersLink({ view }: { view: View }) {
  const { session, say } = view;
  const count = session.answers.length;
  return (
    count > 0 && (
      <button
        type="button"
        class="plain"
        onClick={() => {
          view.answersOpen = true;
          view.draw();
        }}
      >
        {say("widget.answers.show", { count })}
      </button>
    )
  );
}
