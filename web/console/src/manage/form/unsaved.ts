import { useEffect, useSyncExternalStore } from "react";

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

/** The doors that are not ours: closing the tab, and the browser's back button. */
export function useGuardedDoors(): void {
  useEffect(() => {
    const closing = (event: BeforeUnloadEvent) => {
      if (hasUnsaved()) event.preventDefault();
    };
    const here = { address: location.href };
    const moved = () => {
      here.address = location.href;
    };
    const back = (event: PopStateEvent) => {
      if (!hasUnsaved()) return moved();
      // The browser has gone back already; the router must not hear of it until the question is answered.
      event.stopImmediatePropagation();
      history.pushState(null, "", here.address);
      leave(() => history.back());
    };
    addEventListener("beforeunload", closing);
    addEventListener("popstate", back, { capture: true });
    addEventListener("pushState", moved);
    addEventListener("replaceState", moved);
    return () => {
      removeEventListener("beforeunload", closing);
      removeEventListener("popstate", back, { capture: true });
      removeEventListener("pushState", moved);
      removeEventListener("replaceState", moved);
    };
  }, []);
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

function tell(): void {
  for (const watcher of watchers) watcher();
}
