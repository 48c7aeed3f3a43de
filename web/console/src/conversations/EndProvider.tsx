import type { Conversation } from "@genkan/client/types";
import { Button, Modal } from "@mantine/core";
import { createContext, type ReactNode, use, useCallback, useMemo, useState } from "react";
import { useLocation } from "wouter";
import { usePopups } from "../popups/Popups";
import { wordProblem } from "../words/problems";
import { useSay } from "../words/Words";
import { useDesk } from "./DeskProvider";
import { useDrafts } from "./DraftsProvider";
import { mineOf } from "./deskState";
import css from "./EndProvider.module.css";
import { nameOf } from "./visitorName";

interface Ends {
  end(conversation: Conversation): void;
  back(conversation: Conversation): void;
}

/** What was asked about; `back`: and to be online for the next one (RT-27). */
type Asked = { conversation: Conversation; back: boolean };

const EndContext = createContext<Ends | null>(null);

/** Ending takes the conversation from both sides: asked once while the visitor is still in it, done at once when they left. */
export function EndProvider({ children }: { children: ReactNode }) {
  const say = useSay();
  const desk = useDesk();
  const drafts = useDrafts();
  const { tell } = usePopups();
  const [location, go] = useLocation();
  const [asked, setAsked] = useState<Asked | null>(null);

  const end = useCallback(
    async ({ conversation: { id }, back }: Asked) => {
      setAsked(null);
      const order = mineOf(desk.look().state).map((one) => one.id);
      try {
        await (back ? desk.backToWaiting(id) : desk.end(id));
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

  const wishes = useMemo((): Ends => {
    const wish = (asked: Asked) => {
      if (asked.conversation.state === "inChat") setAsked(asked);
      else void end(asked);
    };
    return {
      end: (conversation) => wish({ conversation, back: false }),
      back: (conversation) => wish({ conversation, back: true }),
    };
  }, [end]);

  return (
    <EndContext value={wishes}>
      {children}
      <Modal
        opened={asked !== null}
        onClose={() => setAsked(null)}
        title={asked && say("console.end_title", { visitor: nameOf(say, asked.conversation) })}
        closeButtonProps={{ "aria-label": say("console.close") }}
        size={420}
      >
        <p>{say(asked?.back ? "console.back_to_waiting_text" : "console.end_text")}</p>
        <div className={css.actions}>
          <Button variant="default" onClick={() => setAsked(null)}>
            {say("console.cancel")}
          </Button>
          <Button color="vermilion" data-autofocus onClick={() => asked && void end(asked)}>
            {say(asked?.back ? "console.back_to_waiting" : "console.end_do")}
          </Button>
        </div>
      </Modal>
    </EndContext>
  );
}

function useEnds(): Ends {
  const ends = use(EndContext);
  if (!ends) throw new Error("useEnd needs EndProvider");
  return ends;
}

export const useEnd = (): Ends["end"] => useEnds().end;

/** RT-27: ends it and puts oneself back among those who wait for the next one. */
export const useBackToWaiting = (): Ends["back"] => useEnds().back;
