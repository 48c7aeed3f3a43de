import { useEffect, useMemo } from "react";
import { useLocation, useRoute } from "wouter";
import { isWriting } from "../frame/isWriting";
import { AssistancePanel } from "./AssistancePanel";
import { ConversationPane } from "./ConversationPane";
import css from "./Conversations.module.css";
import { DeskList } from "./DeskList";
import { useDesk, useDeskState } from "./DeskProvider";
import { mineOf, waitingOf } from "./deskState";
import { NoConversation } from "./NoConversation";
import { useAccept } from "./useAccept";
import { usePanel } from "./usePanel";

export default function Conversations() {
  const [, parameters] = useRoute<{ id?: string }>("/conversations/:id?");
  const id = parameters?.id;
  const state = useDeskState();
  const talk = id === undefined ? undefined : state.talks[id];
  const mine = talk && talk.conversation.state !== "waiting" ? talk : undefined;
  const [panel, setPanel] = usePanel();
  useKeys(id);
  return (
    <div className={css.desk} data-open={id !== undefined || undefined}>
      <DeskList current={id} />
      {mine ? (
        <>
          <ConversationPane key={mine.conversation.id} talk={mine} panelOpen={panel} onPanel={() => setPanel(!panel)} />
          {panel && <AssistancePanel conversation={mine.conversation} onClose={() => setPanel(false)} />}
        </>
      ) : (
        <NoConversation wanted={id} />
      )}
    </div>
  );
}

/** j/k and Alt+number walk through one's conversations, Alt+A takes the next visitor, Escape goes back to the list. */
function useKeys(current: string | undefined): void {
  const desk = useDesk();
  const accept = useAccept();
  const [, go] = useLocation();
  const deeds = useMemo(() => ({ desk, accept, go, current }), [desk, accept, go, current]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.isComposing) return;
      const state = deeds.desk.look().state;
      const mine = mineOf(state).map(({ id }) => id);
      const at = deeds.current === undefined ? -1 : mine.indexOf(deeds.current);
      let next: string | undefined;
      if (event.altKey && /^Digit[1-9]$/.test(event.code)) next = mine[Number(event.code.slice(5)) - 1];
      else if (event.altKey && event.code === "KeyA") {
        const first = waitingOf(state)[0];
        event.preventDefault();
        if (first) void deeds.accept(first);
      } else if (event.altKey || isWriting(event.target)) return;
      else if (event.key === "j") next = mine[at + 1];
      else if (event.key === "k") next = mine[Math.max(0, at - 1)];
      if (next === undefined) return;
      event.preventDefault();
      deeds.go(`/conversations/${next}`);
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [deeds]);
}
