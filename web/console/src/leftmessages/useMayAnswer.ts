import { useDeskState } from "../conversations/DeskProvider";
import { useMe } from "../session/SessionProvider";

export type MayAnswer = "yes" | "no_right" | "admins";

/** The right, and the organisation's setting: the server asks the same of each answer. */
export function useMayAnswer(): MayAnswer {
  const { session, can } = useMe();
  const { leftMessagesBy } = useDeskState();
  if (!can("leftMessages.read") || !can("leftMessages.reply")) return "no_right";
  return leftMessagesBy === "admins" && session.agent.role !== "admin" ? "admins" : "yes";
}
