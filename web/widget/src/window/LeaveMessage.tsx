import { AnswersLink } from "./Answers.tsx";
import { Field, Trouble } from "./Field.tsx";
import type { LeaveForm } from "./session.ts";
import { Text } from "./Text.tsx";
import type { View } from "./view.ts";

/** Somebody has come while the message was being written: one press away, and every word goes along. */
function Here({ view }: { view: View }) {
  const { session, say } = view;
  return (
    <div class="here" role="status">
      <p>
        <strong>{say("widget.here.now")}</strong> {say("widget.here.kept")}
      </p>
      <button
        type="button"
        class="plain"
        onClick={() => {
          session.setDraft(view.leave?.text ?? session.draft);
          view.leave = undefined;
          view.leaving = false;
          view.draw();
        }}
      >
        {say("widget.here.talk")}
      </button>
    </div>
  );
}

/** Nobody is here: a message to be answered later. What was typed before is kept in it. */
export function LeaveMessage({ view }: { view: View }) {
  const { session, say, language } = view;
  const problem = session.leaveErrors;

  if (session.left !== "no") {
    const kept = session.left === "sending";
    return (
      <div class="page middle" role="status">
        {!kept && <h2>{say("widget.leave.thanks")}</h2>}
        <p>{say(kept ? "widget.leave.sending" : "widget.leave.thanksText")}</p>
        {!kept && (
          <button
            type="button"
            class="plain"
            onClick={() => {
              view.leave = undefined;
              view.leaving = session.availability === "away";
              session.leaveAnother();
            }}
          >
            {say("widget.leave.another")}
          </button>
        )}
      </div>
    );
  }

  view.leave ??= session.refusedLeave ?? { name: session.nickname, text: session.draft };
  const form = view.leave;

  function submit(event: Event) {
    event.preventDefault();
    const { name, email, phone, text } = form;
    session.leave({
      name: name.trim(),
      ...(email?.trim() ? { email: email.trim() } : {}),
      ...(phone?.trim() ? { phone: phone.trim() } : {}),
      text,
    });
  }

  function field(name: keyof LeaveForm, max: number, more: { rows?: number; type?: "email" | "tel" }) {
    return (
      <Field
        {...{ name, problem, max }}
        label={say(`widget.leave.${name}`)}
        value={form[name]}
        onValue={(value) => {
          form[name] = value;
          if (name === "text") session.setDraft(value);
          if (name === "name") session.nickname = value;
        }}
        autocomplete={name === "phone" ? "tel" : name}
        {...more}
      />
    );
  }

  return (
    <form class="page" onSubmit={submit} noValidate>
      {session.availability === "away" ? <Text text={session.site.nobody} lang={language} /> : <Here view={view} />}
      <AnswersLink view={view} />
      {field("name", 80, {})}
      {field("text", 4000, { rows: 4 })}
      <p class="hint">{say("widget.leave.contact")}</p>
      {field("email", 254, { type: "email" })}
      {field("phone", 40, { type: "tel" })}
      <Trouble {...{ say, problem }} />
      <button type="submit" class="primary">
        {say("widget.leave.send")}
      </button>
    </form>
  );
}
