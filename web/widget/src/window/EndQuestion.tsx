import type { View } from "./view.ts";

/** Asked once before a conversation is ended. */
export function EndQuestion({ view }: { view: View }) {
  const { session, say, frame } = view;

  function stay() {
    view.asking = view.endFailed = false;
    view.draw();
  }
  async function end() {
    const problem = await session.end();
    view.endFailed = !!problem;
    view.asking = view.endFailed;
    view.draw();
  }

  return (
    <div class="question" role="alertdialog" aria-label={say("widget.end.ask")}>
      <p>{say("widget.end.ask")}</p>
      {view.endFailed && (
        <p class="error" role="alert">
          {say("widget.error.load")}
        </p>
      )}
      <button type="button" class="primary danger" onClick={end}>
        {say("widget.end")}
      </button>
      {frame && (
        <button
          type="button"
          class="plain"
          onClick={() => {
            stay();
            frame.setMode("min");
          }}
        >
          {say("widget.end.hide")}
        </button>
      )}
      <button type="button" class="plain" onClick={stay}>
        {say("widget.end.no")}
      </button>
    </div>
  );
}
