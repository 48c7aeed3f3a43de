import { useDesk, useDeskView } from "../conversations/DeskProvider";
import { useSay } from "../words/Words";
import css from "./StatusBar.module.css";

/** Says plainly whether what one sees is current, and what has not left yet. */
export function Connection() {
  const say = useSay();
  const desk = useDesk();
  const connection = useDeskView((view) => view.connection);
  const unsent = useDeskView(({ outbox }) => outbox.length);
  const tone = connection === "live" ? "live" : connection === "offline" ? "offline" : "between";
  const words = say(`console.connection_${connection}`);
  return (
    <span className={css.connection} data-tone={tone} role="status">
      <span className={css.pulse} aria-hidden="true" />
      {unsent > 0 && tone !== "live" ? say("console.connection_unsent", { connection: words, count: unsent }) : words}
      {tone !== "live" && connection !== "connecting" && (
        <button type="button" className={css.again} onClick={() => desk.nudge()}>
          {say("console.try_now")}
        </button>
      )}
    </span>
  );
}
