import { useEffect, useState } from "react";
import css from "./Loading.module.css";

/** The shape of what comes, and only when it takes longer than one would notice. */
export function Loading({ lines = 5 }: { lines?: number }) {
  const late = useLate(200);
  if (!late) return null;
  return (
    <div className={css.loading} aria-hidden="true">
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines are all alike
        <span key={line} className={css.line} style={{ inlineSize: `${[62, 84, 71, 45, 78][line % 5]}%` }} />
      ))}
    </div>
  );
}

function useLate(milliseconds: number): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), milliseconds);
    return () => clearTimeout(timer);
  }, [milliseconds]);
  return late;
}
