import type { Conversation } from "@genkan/client/types";
import { Button, Modal } from "@mantine/core";
import { createContext, type ReactNode, use, useCallback, useState } from "react";
import { useLocation } from "wouter";
import { usePopups } from "../popups/Popups";
import { wordProblem } from "../words/problems";
import { useSay } from "../words/Words";
import { useDesk } from "./DeskProvider";
import { useDrafts } from "./DraftsProvider";
import { mineOf } from "./deskState";
import css from "./EndProvider.module.css";
import { nameOf } from "./visitorName";

const EndContext = createContext<((conversation: Conversation) => void) | null>(null);

/** Ending takes the conversation from both sides: asked once while the visitor is still in it, done at once when they left. */
export function EndProvider({ children }: { children: ReactNode }) {
  const say = useSay();
  const desk = useDesk();
  const drafts = useDrafts();
  const { tell } = usePopups();
  const [location, go] = useLocation();
  const [asked, setAsked] = useState<Conversation | null>(null);

  const end = useCallback(
    async ({ id }: Conversation) => {
      setAsked(null);
      const order = mineOf(desk.look().state).map((one) => one.id);
      try {
        await desk.end(id);
        drafts.keep(id, "");
        drafts.keepTold(id, null);
        if (location !== `/conversations/${id}`) return;
        const at = order.indexOf(id);
        const next = order[at + 1] ?? order[at - 1];
        go(next ? `/conversations/${next}` : "/conversations", { replace: true });
      } catch (problem) {
        tell({ tone: "refused", text: wordProblem(say, problem) });
      }
    },
    [desk, drafts, location, go, tell, say],
  );

  const wish = useCallback(
    (conversation: Conversation) => {
      if (conversation.state === "inChat") setAsked(conversation);
      else void end(conversation);
    },
    [end],
  );

  return (
    <EndContext value={wish}>
      {children}
      <Modal
        opened={asked !== null}
        onClose={() => setAsked(null)}
        title={asked && say("console.end_title", { visitor: nameOf(say, asked) })}
        closeButtonProps={{ "aria-label": say("console.close") }}
        size={420}
      >
        <p>{say("console.end_text")}</p>
        <div className={css.actions}>
          <Button variant="default" onClick={() => setAsked(null)}>
            {say("console.cancel")}
          </Button>
          <Button color="vermilion" data-autofocus onClick={() => asked && void end(asked)}>
            {say("console.end_do")}
          </Button>
        </div>
      </Modal>
    </EndContext>
  );
}

export function useEnd(): (conversation: Conversation) => void {
  const end = use(EndContext);
  if (!end) throw new Error("useEnd needs EndProvider");
  return end;
}
