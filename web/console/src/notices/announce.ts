import type { StreamEvent } from "@genkan/client/types";
import type { DeskState } from "../conversations/deskState";

export type Heard = { event: StreamEvent; before: DeskState; after: DeskState };
type Listener = (heard: Heard) => void;

const listeners = new Set<Listener>();

/** What the desk heard, passed on to whoever draws attention to it. */
export function announce(event: StreamEvent, before: DeskState, after: DeskState): void {
  for (const listener of listeners) listener({ event, before, after });
}

export function onAnnounced(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
