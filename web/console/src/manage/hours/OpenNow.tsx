import type { Calendar } from "@genkan/client/types";
import { IconClock } from "../../look/icons";
import { useNow } from "../../look/useNow";
import { useWords } from "../../words/Words";
import css from "./hours.module.css";
import { whenWords } from "./whenWords";

/** "Open, closes at 18:00", by the clock of the calendar's own zone. It turns by the server's word. */
export function OpenNow({ calendar }: { calendar: Calendar }) {
  const { say, language } = useWords();
  const now = useNow(30_000);
  const { open, nextChangeAt, zone } = calendar;
  const when = nextChangeAt === null ? null : whenWords(nextChangeAt, now, zone, language);
  return (
    <span className={css.now} data-open={open || undefined}>
      <IconClock size={16} aria-hidden="true" />
      {when === null
        ? say(open ? "manage.hours_open_always" : "manage.hours_closed_always")
        : say(open ? "manage.hours_open_until" : "manage.hours_closed_until", { when })}
    </span>
  );
}
