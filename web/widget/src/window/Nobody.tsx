import { AnswersLink } from "./Answers.tsx";
import { Text } from "./Text.tsx";
import type { View } from "./view.ts";

/** Nobody is here: said first, one press from the form (E-14, CF-17). */
export function Nobody({ view }: { view: View }) {
  const { session, say, language, frame } = view;
  return (
    <div class="page middle">
      <section class="popup" role="alertdialog" aria-labelledby="nobody" aria-describedby="nobody-text">
        <h2 id="nobody">{say("widget.nobody.title")}</h2>
        <p id="nobody-text">
          <Text text={session.site.nobody} lang={language} />
        </p>
        <button
          type="button"
          class="primary"
          onClick={() => {
            view.leaving = true;
            view.draw();
          }}
        >
          {say("widget.nobody.leave")}
        </button>
        {frame && (
          <button type="button" class="plain" onClick={() => frame.setMode("closed")}>
            {say("widget.nobody.later")}
          </button>
        )}
        <AnswersLink view={view} />
      </section>
    </div>
  );
}
