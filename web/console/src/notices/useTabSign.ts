import { useEffect } from "react";
import calm from "../look/mark.svg";
import calling from "../look/mark-waiting.svg";
import { useSay } from "../words/Words";

const blinkEvery = 900;

/** The tab's title counts, and its icon blinks while a visitor waits (N-05); still, where motion is unwanted. */
export function useTabSign(waiting: number, unread: number): void {
  const say = useSay();
  const count = waiting + unread;

  useEffect(() => {
    const what = waiting > 0 ? say("console.tab_waiting", { count: waiting }) : "Genkan";
    document.title = count > 0 ? `(${count}) ${what}` : "Genkan";
  }, [count, waiting, say]);

  useEffect(() => {
    const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    if (!link) return;
    const show = (address: string) => {
      link.href = address;
    };
    if (waiting === 0) return show(calm);
    show(calling);
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    let on = true;
    const timer = setInterval(() => {
      on = !on;
      show(on ? calling : calm);
    }, blinkEvery);
    return () => clearInterval(timer);
  }, [waiting]);
}
