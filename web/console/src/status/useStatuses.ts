import type { Status } from "@genkan/client/types";
import { useCallback, useState } from "react";
import { useDeskView } from "../conversations/DeskProvider";
import { useSay } from "../words/Words";
import { rememberedStatuses } from "./rememberedStatuses";
import { type Named, statusWords } from "./statuses";

/** What one can stand on, as the desk has it; until its first look what this browser knew last. */
export function useStatuses(): readonly Named[] {
  const [before] = useState(rememberedStatuses);
  const now = useDeskView(({ state }) => state.statuses);
  return now.length > 0 ? now : before;
}

/** Words for any status. */
export function useStatusWords(): (status: Status) => string {
  const say = useSay();
  const list = useStatuses();
  return useCallback((status) => statusWords(say, status, list), [say, list]);
}
