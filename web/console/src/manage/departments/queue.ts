import type { Id } from "@genkan/client/types";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../session/api";
import { useMe } from "../../session/SessionProvider";

/** How many may wait for a department, and where the next one goes: GET and PUT /api/departments/{id}/routing. */
export interface Queue {
  queueLimit: number | null;
  overflow: Id | null;
}

export interface QueueDraft {
  kept: Queue | undefined;
  draft: Queue | undefined;
  change(patch: Partial<Queue>): void;
}

const endless: Queue = { queueLimit: null, overflow: null };

/** Absent for who may not set it, and until it is fetched. */
export function useQueue(department: Id | null): QueueDraft {
  const { can } = useMe();
  const may = can("settings.manage");
  const [changed, setChanged] = useState<Partial<Queue>>({});
  const { data } = useQuery({
    queryKey: ["manage", "queue", department],
    queryFn: ({ signal }) => api<Queue>("GET", `/api/departments/${department}/routing`, { signal }),
    enabled: may && department !== null,
    gcTime: 0,
  });
  const kept = department === null ? (may ? endless : undefined) : data;
  return {
    kept,
    draft: kept && { ...kept, ...changed },
    change: (patch) => setChanged((before) => ({ ...before, ...patch })),
  };
}

/** Sent only where it differs: an overflow without a limit would never be used and is not kept. */
export async function saveQueue(department: Id, { kept, draft }: QueueDraft): Promise<void> {
  if (!kept || !draft) return;
  const body = draft.queueLimit === null ? endless : draft;
  if (body.queueLimit !== kept.queueLimit || body.overflow !== kept.overflow)
    await api("PUT", `/api/departments/${department}/routing`, { body });
}
