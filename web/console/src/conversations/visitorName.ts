import type { Conversation } from "@genkan/client/types";
import type { Say } from "../words/Words";

/** RT-20: the room label; the word is the reader's, the number the room's. */
export const labelOf = (say: Say, { number }: Pick<Conversation, "number">): string =>
  say("console.visitor_number", { number });

/** What the visitor is called: the own nickname, else the room label. */
export const nameOf = (say: Say, conversation: Pick<Conversation, "nickname" | "number">): string =>
  conversation.nickname ?? labelOf(say, conversation);
