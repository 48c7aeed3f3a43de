import type { Say } from "@genkan/client/texts";
import { useEffect, useRef, useState } from "preact/hooks";

/** Asked once before a conversation is ended. */
export function EndQuestion(props: {
  say: Say;
  end: () => Promise<boolean>;
  stay: () => void;
  hide: (() => void) | undefined;
}) {
  const { say, end, stay, hide } = props;
  const first = useRef<HTMLButtonElement>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => first.current?.focus(), []);
  return (
    <div class="question" role="alertdialog" aria-label={say("widget.end.ask")}>
      <p>{say("widget.end.ask")}</p>
      {failed && (
        <p class="error" role="alert">
          {say("problem.offline")}
        </p>
      )}
      <button type="button" class="primary danger" ref={first} onClick={async () => setFailed(!(await end()))}>
        {say("widget.end")}
      </button>
      {hide && (
        <button type="button" class="plain" onClick={hide}>
          {say("widget.end.hide")}
        </button>
      )}
      <button type="button" class="plain" onClick={stay}>
        {say("widget.end.no")}
      </button>
    </div>
  );
}
