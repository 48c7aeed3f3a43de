import type { Weekday } from "@genkan/client/types";
import { Button } from "@mantine/core";
import { IconCopy } from "../../look/icons";
import { useWords } from "../../words/Words";
import css from "./hours.module.css";
import { type SpanDraft, weekdays } from "./hoursForm";
import { SpansField } from "./SpansField";

interface Props {
  week: Record<Weekday, SpanDraft[]>;
  error(weekday: Weekday): string | undefined;
  onChange(week: Record<Weekday, SpanDraft[]>): void;
}

/** A Monday, from which the days of the week are named. */
const monday = Date.UTC(2024, 0, 1);

export function WeekField({ week, error, onChange }: Props) {
  const { say, language } = useWords();
  const name = new Intl.DateTimeFormat(language, { weekday: "long", timeZone: "UTC" });
  const copy = () =>
    onChange({
      ...week,
      tuesday: [...week.monday],
      wednesday: [...week.monday],
      thursday: [...week.monday],
      friday: [...week.monday],
    });
  return (
    <div className={css.week}>
      {weekdays.map((weekday, index) => {
        const words = name.format(monday + index * 86_400_000);
        return (
          <fieldset key={weekday} className={css.day}>
            <legend className={css.dayName}>{words}</legend>
            <SpansField
              of={words}
              spans={week[weekday]}
              error={error(weekday)}
              onChange={(spans) => onChange({ ...week, [weekday]: spans })}
            />
            {weekday === "monday" && (
              <Button
                className={css.copy}
                variant="subtle"
                size="compact-sm"
                leftSection={<IconCopy size={14} />}
                onClick={copy}
              >
                {say("manage.hours_copy")}
              </Button>
            )}
          </fieldset>
        );
      })}
    </div>
  );
}
