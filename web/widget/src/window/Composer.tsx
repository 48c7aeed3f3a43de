import type { Say } from "@genkan/client/texts";
import { useEffect, useRef, useState } from "preact/hooks";
import { Icon } from "./icons.tsx";
import type { Session } from "./session.ts";
import { reportTyping } from "./typing.ts";

const longest = 4_000;
/** From here on the room that is left is shown. */
const near = 200;

export function Composer({ session, say }: { session: Session; say: Say }) {
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(session.draft);
  const [reporter] = useState(() =>
    reportTyping(
      (typing) => session.typing(typing),
      () => session.site.typingPreview,
    ),
  );
  const left = longest - text.length;
  const ready = text.trim() !== "" && left >= 0;

  useEffect(() => grow(field.current), [text]);
  // Words brought back by the session (a reload, a conversation that was over).
  useEffect(() => setText(session.draft), [session.draft]);
  useEffect(() => {
    const leave = () => reporter.leave();
    const hidden = () => document.hidden && leave();
    addEventListener("blur", leave);
    addEventListener("pagehide", leave);
    document.addEventListener("visibilitychange", hidden);
    return () => {
      reporter.close();
      removeEventListener("blur", leave);
      removeEventListener("pagehide", leave);
      document.removeEventListener("visibilitychange", hidden);
    };
  }, [reporter]);

  function write(next: string) {
    setText(next);
    session.setDraft(next);
    reporter.write(next);
  }

  function send() {
    if (!ready) return;
    session.say(text, reporter.message);
    reporter.done();
    setText("");
    field.current?.focus();
  }

  function onKeyDown(event: KeyboardEvent) {
    // While a Japanese or Chinese word is being composed, Enter chooses it; 229 is how older browsers say so.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    send();
  }

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <textarea
        ref={field}
        rows={1}
        dir="auto"
        value={text}
        aria-label={say("widget.compose.label")}
        placeholder={say("widget.compose.placeholder")}
        aria-describedby="left"
        enterkeyhint="send"
        onInput={(event) => write(event.currentTarget.value)}
        onKeyDown={onKeyDown}
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
        {left < 0
          ? say("field.too_long", { max: longest })
          : left <= near
            ? say("widget.compose.left", { count: left })
            : ""}
      </span>
    </form>
  );
}

/** One line that grows with the text; the style sheet says where it stops. */
function grow(field: HTMLTextAreaElement | null): void {
  if (!field) return;
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight}px`;
}
