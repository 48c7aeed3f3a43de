import type { Status } from "@genkan/client/types";

export const statuses: readonly Status[] = ["online", "busy", "break", "away", "offline"];
