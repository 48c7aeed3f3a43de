import { useEffect, useRef } from "react";

/** Calls `seen` when something new stands on a page that somebody is looking at, now or once they look again. */
export function useSeen(newest: number, seen: () => void): void {
  const latest = useRef(seen);
  latest.current = seen;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a newer message is to be seen too
  useEffect(() => {
    const look = () => {
      if (document.visibilityState === "visible" && document.hasFocus()) latest.current();
    };
    look();
    addEventListener("focus", look);
    document.addEventListener("visibilitychange", look);
    return () => {
      removeEventListener("focus", look);
      document.removeEventListener("visibilitychange", look);
    };
  }, [newest]);
}
