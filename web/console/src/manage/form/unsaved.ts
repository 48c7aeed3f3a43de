import { useSyncExternalStore } from "react";

/**
 * Forms with unsaved changes, and the way out that waits for an answer. One store for the page, because leaving
 * happens in many places: a link, the back button, the closing of the tab.
 */
const forms = new Set<symbol>();
const watchers = new Set<() => void>();
let waiting: (() => void) | null = null;

/** Goes on at once when nothing would be lost, else asks first. */
export function leave(go: () => void): void {
  if (forms.size === 0) {
    go();
    return;
  }
  waiting = go;
  tell();
}

export function stay(): void {
  waiting = null;
  tell();
}

export function leaveAnyway(): void {
  const go = waiting;
  forms.clear();
  stay();
  go?.();
}

export function markUnsaved(form: symbol, unsaved: boolean): void {
  if (unsaved) forms.add(form);
  else forms.delete(form);
}

/** What the forms were about is gone. */
export function forgetUnsaved(): void {
  forms.clear();
}

export const hasUnsaved = (): boolean => forms.size > 0;

/** True while somebody wants to leave and has not been answered. */
export const useLeaving = (): boolean => useSyncExternalStore(watch, () => waiting !== null);

/**
 * The doors that are not ours: closing the tab, and the browser's back button. To be called before the router is
 * drawn: listeners on the window are called in the order they came, and the router must not hear of a step back
 * until the question is answered.
 */
export function guardDoors(): void {
  let here = location.href;
  const moved = () => {
    here = location.href;
  };
  addEventListener("beforeunload", (event) => {
    if (hasUnsaved()) event.preventDefault();
  });
  addEventListener("popstate", (event) => {
    if (!hasUnsaved()) return moved();
    // The browser has gone back already: it is put where it was, and goes again when the answer is yes.
    event.stopImmediatePropagation();
    history.pushState(null, "", here);
    leave(() => history.back());
  });
  // The router announces its own steps under these names.
  addEventListener("pushState", moved);
  addEventListener("replaceState", moved);
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

function tell(): void {
  for (const watcher of watchers) watcher();
}
