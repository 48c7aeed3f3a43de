import type { BuiltInStatus, Status, StatusBrief } from "@genkan/client/types";
import type { Say } from "../words/Words";

export const builtIn: readonly BuiltInStatus[] = ["online", "busy", "break", "away", "offline"];

export const isBuiltIn = (status: Status): status is BuiltInStatus => builtIn.includes(status as BuiltInStatus);

/** What a menu needs to know of a status; a built-in one has no name of its own. */
export type Named = Pick<StatusBrief, "key" | "name">;

/** Where no server has been asked yet. */
export const withoutOwn: readonly Named[] = builtIn.map((key) => ({ key, name: null }));

/** Built-in ones in the reader's language, own ones as the admin named them. */
export function statusWords(say: Say, status: Status, list: readonly Named[]): string {
  if (isBuiltIn(status)) return say(`console.status_${status}`);
  return list.find(({ key }) => key === status)?.name ?? say("console.status_gone");
}
