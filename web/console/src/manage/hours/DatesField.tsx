import { ActionIcon, Button, FileButton, TextInput } from "@mantine/core";
import { useRef, useState } from "react";
import { IconPlus, IconTrash, IconUpload } from "../../look/icons";
import { useWords } from "../../words/Words";
import { holidaysOf, longestFile } from "./holidays";
import css from "./hours.module.css";
import { type DateDraft, withDates } from "./hoursForm";
import { SpansField } from "./SpansField";

interface Props {
  dates: DateDraft[];
  error(field: string): string | undefined;
  onChange(dates: DateDraft[]): void;
}

const most = 400;

export function DatesField({ dates, error, onChange }: Props) {
  const { say } = useWords();
  const list = useRef<HTMLUListElement>(null);
  const change = (index: number, patch: Partial<DateDraft>) =>
    onChange(dates.map((date, at) => (at === index ? { ...date, ...patch } : date)));

  function add() {
    onChange([...dates, { date: "", name: "", spans: [] }]);
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>("li:last-child input")?.focus());
  }

  return (
    <>
      {dates.length > 0 && (
        <ul className={css.dates} ref={list}>
          {dates.map((date, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a date that is being typed has no name yet; its place is what it is.
            <li key={index} className={css.date}>
              <TextInput
                type="date"
                min="2000-01-01"
                max="2100-12-31"
                aria-label={say("manage.hours_date")}
                value={date.date}
                error={error(`exceptions.${index}.date`)}
                onChange={(event) => change(index, { date: event.currentTarget.value })}
              />
              <TextInput
                aria-label={say("manage.hours_date_name")}
                placeholder={say("manage.hours_date_name")}
                maxLength={60}
                value={date.name}
                error={error(`exceptions.${index}.name`)}
                onChange={(event) => change(index, { name: event.currentTarget.value })}
              />
              <SpansField
                of={date.name || date.date || say("manage.hours_date")}
                spans={date.spans}
                error={error(`exceptions.${index}.spans`)}
                onChange={(spans) => change(index, { spans })}
              />
              <ActionIcon
                className={css.removeDate}
                variant="subtle"
                color="gray"
                aria-label={say("manage.hours_remove_date", { of: date.name || date.date })}
                onClick={() => onChange(dates.filter((_, at) => at !== index))}
              >
                <IconTrash size={16} />
              </ActionIcon>
            </li>
          ))}
        </ul>
      )}
      {error("exceptions") && dates.length > most && <p className={css.wrong}>{error("exceptions")}</p>}
      <div className={css.tools}>
        <Button variant="default" leftSection={<IconPlus size={16} />} disabled={dates.length >= most} onClick={add}>
          {say("manage.hours_add_date")}
        </Button>
        <Import onFound={(found) => onChange(withDates(dates, found).slice(0, most))} />
      </div>
    </>
  );
}

/** A list of public holidays as calendars give it out. It is read here; only the dates are sent. */
function Import({ onFound }: { onFound(found: { date: string; name: string }[]): void }) {
  const { say } = useWords();
  const [told, setTold] = useState<string | null>(null);

  async function read(file: File | null) {
    if (!file) return;
    if (file.size > longestFile) return setTold(say("manage.hours_import_large"));
    const found = holidaysOf(await file.text(), new Date().toISOString().slice(0, 10));
    setTold(
      found.length > 0 ? say("manage.hours_import_found", { count: found.length }) : say("manage.hours_import_none"),
    );
    if (found.length > 0) onFound(found);
  }

  return (
    <>
      <FileButton accept=".ics,text/calendar" onChange={(file) => void read(file)}>
        {(props) => (
          <Button {...props} variant="default" leftSection={<IconUpload size={16} />}>
            {say("manage.hours_import")}
          </Button>
        )}
      </FileButton>
      <span className={css.told} role="status">
        {told}
      </span>
    </>
  );
}
