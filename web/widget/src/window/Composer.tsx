import { Icon } from "./icons.tsx";
import type { View } from "./view.ts";

const longest = 4_000;
/** From here on the room that is left is shown. */
const near = 200;

export function Composer({ view }: { view: View }) {
  const { session, say, typing } = view;
  const text = session.draft;
  const left = longest - text.length;
  const ready = text.trim() !== "" && left >= 0;

  function send(event: Event) {
    event.preventDefault();
    document.querySelector<HTMLElement>(".composer textarea")?.focus();
    if (!ready) return;
    view.following = true;
    session.say(text, typing.message);
    typing.done();
  }

  return (
    <form class="composer" onSubmit={send}>
      <textarea
        rows={1}
        dir="auto"
        value={text}
        aria-label={say("widget.compose.label")}
        placeholder={say("widget.compose.placeholder")}
        aria-describedby="left"
        enterkeyhint="send"
        onInput={({ currentTarget: { value } }) => {
          session.setDraft(value);
          typing.write(value);
          view.draw();
        }}
        onKeyDown={(event) => {
          // While a Japanese or Chinese word is being composed, Enter chooses it; 229 is how older browsers say so.
          if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229) send(event);
        }}
      />
      <button
        type="submit"
        class="send"
        aria-label={say("widget.compose.send")}
        title={say("widget.compose.send")}
        disabled={!ready}
      >
        <Icon name="send" />
      </button>
      <span id="left" class={left < 0 ? "left error" : "left"} role="status">
        {left <= near && say("widget.compose.left", { count: left })}
      </span>
    </form>
  );
}
