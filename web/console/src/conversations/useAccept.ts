import { ApiError } from "@genkan/client/http";
import type { Conversation, Id } from "@genkan/client/types";
import { useCallback } from "react";
import { useLocation } from "wouter";
import { usePopups } from "../popups/Popups";
import { useMe } from "../session/SessionProvider";
import { codeOf, wordProblem } from "../words/problems";
import { useSay } from "../words/Words";
import { useDesk } from "./DeskProvider";
import { nameOf } from "./visitorName";

/** Takes a waiting conversation and shows it; says politely who was quicker. */
export function useAccept(): (conversation: Conversation) => Promise<void> {
  const say = useSay();
  const desk = useDesk();
  const { tell } = usePopups();
  const { setStatus } = useMe();
  const [, go] = useLocation();

  return useCallback(
    async function accept(conversation): Promise<void> {
      try {
        await desk.accept(conversation.id);
        go(`/conversations/${conversation.id}`);
      } catch (problem) {
        const key = `accept-${conversation.id}`;
        if (codeOf(problem) === "status_forbids") {
          const wake = () => setStatus("online").then(() => accept(conversation));
          const refused = (again: unknown) => tell({ key, tone: "refused", text: wordProblem(say, again) });
          tell({
            key,
            title: wordProblem(say, problem),
            text: say("console.online_and_accept"),
            onOpen: () => void wake().catch(refused),
          });
          return;
        }
        const winner = winnerOf(problem);
        const name = winner && desk.look().state.agents[winner]?.name;
        const text = name
          ? say("console.taken_by", { agent: name, visitor: nameOf(say, conversation) })
          : wordProblem(say, problem);
        tell({ key, tone: winner ? "plain" : "refused", text });
      }
    },
    [say, desk, tell, go, setStatus],
  );
}

function winnerOf(problem: unknown): Id | undefined {
  if (!(problem instanceof ApiError) || problem.problem.code !== "already_taken") return undefined;
  return (problem.problem as { agent?: Id }).agent;
}
