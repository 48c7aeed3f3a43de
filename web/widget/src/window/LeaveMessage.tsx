import type { Say } from "@genkan/client/texts";
import type { Language } from "@genkan/client/types";
import { useRef } from "preact/hooks";
import { Field, problemWords } from "./Field.tsx";
import type { LeaveForm, Session } from "./session.ts";
import { Text } from "./Text.tsx";

/** Nobody is here: a message to be answered later. What was typed before is kept in it. */
export function LeaveMessage({ session, say, language }: { session: Session; say: Say; language: Language }) {
  const refused = session.refusedLeave;
  const form = useRef<LeaveForm>(refused ?? { name: session.nickname, text: session.draft });
  const problem = session.leaveErrors;

  if (session.left !== "no") {
    const kept = session.left === "sending";
    return (
      <div class="page middle" role="status">
        {!kept && <h2>{say("widget.leave.thanks")}</h2>}
        <p>{say(kept ? "widget.leave.sending" : "widget.leave.thanksText")}</p>
        {!kept && (
          <button type="button" class="plain" onClick={() => session.leaveAnother()}>
            {say("widget.leave.another")}
          </button>
        )}
      </div>
    );
  }

  function submit(event: Event) {
    event.preventDefault();
    const { name, email, phone, text } = form.current;
    session.setDraft("");
    session.leave({
      name: name.trim(),
      ...(email?.trim() ? { email: email.trim() } : {}),
      ...(phone?.trim() ? { phone: phone.trim() } : {}),
      text,
    });
  }
  const field = (name: keyof LeaveForm, more: object) => (
    <Field
      {...{ say, name, problem }}
      label={say(`widget.leave.${name}`)}
      value={form.current[name] ?? ""}
      onValue={(value) => {
        form.current[name] = value;
        if (name === "text") session.setDraft(value);
        if (name === "name") session.nickname = value;
      }}
      {...more}
    />
  );

  return (
    <form class="page" onSubmit={submit} novalidate>
      <p class="nobody" dir="auto" lang={language}>
        <Text text={session.site.nobody} lang={language} />
      </p>
      {field("name", { autocomplete: "name", max: 80 })}
      {field("text", { rows: 4, max: 4000 })}
      <p class="hint">{say("widget.leave.contact")}</p>
      {field("email", { type: "email", autocomplete: "email", max: 254 })}
      {field("phone", { type: "tel", autocomplete: "tel", max: 40 })}
      {problem && !problem.errors && (
        <p class="error" role="alert">
          {problemWords(say, problem)}
        </p>
      )}
      <button type="submit" class="primary">
        {say("widget.leave.send")}
      </button>
    </form>
  );
}
