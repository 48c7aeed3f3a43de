import { ApiError } from "@genkan/client/http";
import type { Conversation, Id } from "@genkan/client/types";
import { useCallback } from "react";
import { useLocation } from "wouter";
import { usePopups } from "../popups/Popups";
import { wordProblem } from "../words/problems";
import { useSay } from "../words/Words";
import { useDesk } from "./DeskProvider";
import { nameOf } from "./visitorName";

/** Takes a waiting conversation and shows it; says politely who was quicker. */
export function useAccept(): (conversation: Conversation) => Promise<void> {
  const say = useSay();
  const desk = useDesk();
  const { tell } = usePopups();
  const [, go] = useLocation();

  return useCallback(
    async (conversation) => {
      try {
        await desk.accept(conversation.id);
        go(`/conversations/${conversation.id}`);
      } catch (problem) {
        const winner = winnerOf(problem);
        const name = winner && desk.look().state.agents[winner]?.name;
        const text = name
          ? say("console.taken_by", { agent: name, visitor: nameOf(say, conversation) })
          : wordProblem(say, problem);
        tell({ key: `accept-${conversation.id}`, tone: winner ? "plain" : "refused", text });
      }
    },
    [say, desk, tell, go],
  );
}

function winnerOf(problem: unknown): Id | undefined {
  if (!(problem instanceof ApiError) || problem.problem.code !== "already_taken") return undefined;
  return (problem.problem as { agent?: Id }).agent;
}
