import { newId } from "@genkan/client/ids";
import type { Say } from "@genkan/client/texts";
import type { Language, Problem } from "@genkan/client/types";
import { useEffect, useState } from "preact/hooks";
import { Composer } from "./Composer.tsx";
import { Field, problemWords } from "./Field.tsx";
import type { Session } from "./session.ts";
import { Text } from "./Text.tsx";

/** Greeting, nickname and consent in one short form; where none of them is asked, one simply writes. */
export function StartForm({ session, say, language }: { session: Session; say: Say; language: Language }) {
  const { site } = session;
  const [agreed, setAgreed] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const greets = /^(open|both)$/.test(site.greeting.when) && site.greeting.text;

  useEffect(() => {
    if (site.nicknameForm) session.countEntry(newId());
  }, [site.nicknameForm]);

  const greeting = greets && (
    <div class="bubble theirs greeting">
      <Text text={site.greeting.text} lang={language} />
    </div>
  );
  if (!site.nicknameForm && !site.consent.enabled) {
    return (
      <>
        <div class="page timeline">{greeting}</div>
        <Composer {...{ session, say }} />
      </>
    );
  }

  async function submit(event: Event) {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    const found = await session.start({
      ...(site.nicknameForm ? { nickname: session.nickname.trim() } : {}),
      ...(site.consent.enabled && agreed ? { consent: site.consent.version } : {}),
    });
    setBusy(false);
    setProblem(found);
    if (found?.code === "nobody_here") session.nobody();
  }

  return (
    <form class="page" onSubmit={submit} novalidate>
      {greeting}
      {site.nicknameForm && (
        <Field
          {...{ say, problem }}
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
      {site.consent.enabled && (
        <fieldset class="consent">
          <legend>{say("widget.form.privacy")}</legend>
          <p dir="auto" lang={language}>
            <Text text={site.consent.text} lang={language} />
          </p>
          <label class="check">
            <input
              type="checkbox"
              checked={agreed}
              aria-invalid={!!problem?.errors?.consent}
              onChange={(event) => setAgreed(event.currentTarget.checked)}
            />
            <span>{say("widget.form.agree")}</span>
          </label>
          {!agreed && problem?.errors?.consent && (
            <span class="error" role="alert">
              {say("field.consent_needed")}
            </span>
          )}
        </fieldset>
      )}
      {problem && !problem.errors && (
        <p class="error" role="alert">
          {problemWords(say, problem)}
        </p>
      )}
      <button type="submit" class="primary" disabled={busy || (site.consent.enabled && !agreed)}>
        {say("widget.form.start")}
      </button>
    </form>
  );
}
