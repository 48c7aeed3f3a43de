import { CloseButton } from "@mantine/core";
import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useSay } from "../words/Words";
import css from "./Popups.module.css";

export interface Popup {
  /** The same key replaces what it said before. */
  key?: string;
  tone?: "plain" | "waiting" | "refused" | "done";
  title?: ReactNode;
  text: ReactNode;
  /** A click on the popup does this. */
  onOpen?: () => void;
  /** Milliseconds it stays; 0 = until closed. */
  stays?: number;
}

interface Shown extends Popup {
  key: string;
}

interface Popups {
  tell(popup: Popup): void;
  dismiss(key: string): void;
}

/** More than three at once would cover the talk; the oldest gives way. */
const most = 3;
const usual = 8000;
const PopupsContext = createContext<Popups | null>(null);

export function PopupsProvider({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<Shown[]>([]);
  const count = useRef(0);

  const dismiss = useCallback((key: string) => setShown((list) => list.filter((one) => one.key !== key)), []);
  const tell = useCallback((popup: Popup) => {
    const key = popup.key ?? `popup-${++count.current}`;
    setShown((list) => [...list.filter((one) => one.key !== key), { ...popup, key }].slice(-most));
  }, []);
  const popups = useMemo(() => ({ tell, dismiss }), [tell, dismiss]);

  return (
    <PopupsContext value={popups}>
      {children}
      <div className={css.stack} role="log" aria-live="polite" aria-relevant="additions">
        {shown.map((popup) => (
          <OnePopup key={popup.key} popup={popup} onGone={() => dismiss(popup.key)} />
        ))}
      </div>
    </PopupsContext>
  );
}

function OnePopup({ popup, onGone }: { popup: Shown; onGone(): void }) {
  const say = useSay();
  const gone = useRef(onGone);
  gone.current = onGone;
  const stays = popup.stays ?? usual;
  // biome-ignore lint/correctness/useExhaustiveDependencies: new words start the time anew
  useEffect(() => {
    if (stays === 0) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    // The time begins when somebody can see it: a popup that came and went in a hidden tab told nobody.
    const begin = () => {
      if (document.visibilityState === "visible") timer ??= setTimeout(() => gone.current(), stays);
    };
    begin();
    document.addEventListener("visibilitychange", begin);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", begin);
    };
  }, [stays, popup.text, popup.title]);

  const words = (
    <>
      {popup.title && <strong className={css.title}>{popup.title}</strong>}
      <span className={css.text} dir="auto">
        {popup.text}
      </span>
    </>
  );
  const open = () => {
    popup.onOpen?.();
    onGone();
  };
  return (
    <div className={css.popup} data-tone={popup.tone ?? "plain"}>
      {popup.onOpen ? (
        <button type="button" className={css.words} onClick={open}>
          {words}
        </button>
      ) : (
        <div className={css.words}>{words}</div>
      )}
      <CloseButton size="sm" aria-label={say("console.close")} onClick={onGone} />
    </div>
  );
}

export function usePopups(): Popups {
  const popups = use(PopupsContext);
  if (!popups) throw new Error("usePopups needs PopupsProvider");
  return popups;
}
