import { AnswersLink } from "./Answers.tsx";
import { Chosen } from "./Choose.tsx";
import { Composer } from "./Composer.tsx";
import { Field, Trouble } from "./Field.tsx";
import { Text } from "./Text.tsx";
import type { View } from "./view.ts";

export function Greeting({ view: { session, language } }: { view: View }) {
  const { when, text } = session.site.greeting;
  return (
    /^(open|both)$/.test(when) &&
    text && (
      <div class="bubble theirs greeting">
        <Text text={text} lang={language} />
      </div>
    )
  );
}

/** Greeting, nickname and consent in one short form; where none of them is asked, one simply writes. */
export function StartForm({ view }: { view: View }) {
  const { session, say, language, agreed, problem } = view;
  const { nicknameForm, consent } = session.site;
  const top = [
    // Who has chosen was greeted above the list.
    session.choices ? <Chosen view={view} /> : <Greeting view={view} />,
    <AnswersLink view={view} />,
  ];
  if (!nicknameForm && !consent.enabled) {
    return (
      <>
        <div class="page">{top}</div>
        <Composer view={view} />
      </>
    );
  }

  async function submit(event: Event) {
    event.preventDefault();
    if (view.starting) return;
    view.starting = true;
    view.draw();
    view.problem = await session.start({
      ...(nicknameForm ? { nickname: session.nickname.trim() } : {}),
      ...(consent.enabled && view.agreed ? { consent: consent.version } : {}),
    });
    view.starting = false;
    view.draw();
  }

  return (
    <form class="page" onSubmit={submit} noValidate>
      {top}
      {nicknameForm && (
        <Field
          {...{ problem }}
          name="nickname"
          label={say("widget.form.nickname")}
          value={session.nickname}
          onValue={(value) => {
            session.nickname = value;
          }}
          autocomplete="nickname"
          max={80}
        />
      )}
      {consent.enabled && (
        <fieldset class="consent">
          <legend>{say("widget.form.privacy")}</legend>
          <Text text={consent.text} lang={language} />
          <label class="check">
            <input
              type="checkbox"
              checked={agreed}
              onChange={(event) => {
                view.agreed = event.currentTarget.checked;
                view.draw();
              }}
            />
            <span>{say("widget.form.agree")}</span>
          </label>
        </fieldset>
      )}
      <Trouble {...{ say, problem }} />
      <button type="submit" class="primary" disabled={view.starting || (consent.enabled && !agreed)}>
        {say("widget.form.start")}
      </button>
    </form>
  );
}
