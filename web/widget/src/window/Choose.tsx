import { AnswersLink } from "./Answers.tsx";
import { Face } from "./Header.tsx";
import { Greeting } from "./StartForm.tsx";
import type { View } from "./view.ts";

/** Before the talk: a department or an agent, each with its light (W-10, W-11), or whoever is free first. */
export function Choose({ view }: { view: View }) {
  const { session, say } = view;
  const { choices, choiceGone } = session;
  return (
    <div class="page">
      <Greeting view={view} />
      <AnswersLink view={view} />
      <h2 id="choose">{say(`widget.choose.${choices?.kind}`)}</h2>
      <p class="hint" role="status">
        {choiceGone && say("widget.choose.gone", { name: choiceGone })}
      </p>
      <fieldset aria-labelledby="choose">
        {choices?.items.map((one) => (
          <button key={one.id} type="button" class="choice" disabled={!one.online} onClick={() => session.choose(one)}>
            {choices.kind === "agents" && <Face name={one.name} avatar={one.avatar} />}
            <span class="who">
              <strong dir="auto">{one.name}</strong>
              {one.department && <span dir="auto">{one.department}</span>}
            </span>
            <i class={`dot ${one.online ? "waiting" : ""}`} />
            <span class="hint">{say(one.online ? "widget.choose.online" : "widget.choose.offline")}</span>
          </button>
        ))}
      </fieldset>
      <button type="button" class="plain" onClick={() => session.choose({ id: "", name: "" })}>
        {say("widget.choose.any")}
      </button>
    </div>
  );
}

/** Who was chosen, and the way back to the list. */
export function Chosen({ view: { session, say } }: { view: View }) {
  return (
    <button type="button" class="plain" onClick={() => session.choose()}>
      <span dir="auto">{session.choice?.name || say("widget.choose.any")}</span> · {say("widget.choose.change")}
    </button>
  );
}
