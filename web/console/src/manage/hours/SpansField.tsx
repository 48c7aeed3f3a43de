import { ActionIcon, Button, Checkbox, TextInput } from "@mantine/core";
import { useRef } from "react";
import { IconPlus, IconTrash } from "../../look/icons";
import { useSay } from "../../words/Words";
import css from "./hours.module.css";
import { nextSpan, type SpanDraft } from "./hoursForm";

interface Props {
  /** Which day, for who cannot see where the fields stand. */
  of: string;
  spans: SpanDraft[];
  error: string | undefined;
  onChange(spans: SpanDraft[]): void;
}

const most = 8;

/** The hours of one day: none is closed. */
export function SpansField({ of, spans, error, onChange }: Props) {
  const say = useSay();
  const field = useRef<HTMLDivElement>(null);
  const change = (index: number, patch: Partial<SpanDraft>) =>
    onChange(spans.map((span, at) => (at === index ? { ...span, ...patch } : span)));

  function remove(index: number) {
    onChange(spans.filter((_, at) => at !== index));
    // The button that was pressed is gone; the next thing to do stands where it was.
    requestAnimationFrame(() => field.current?.querySelector<HTMLElement>("[data-add]")?.focus());
  }

  return (
    <div className={css.spans} ref={field}>
      {spans.map((span, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: spans have no name of their own, and their place is what they are.
        <div className={css.span} key={index}>
          <TextInput
            type="time"
            aria-label={say("manage.hours_from", { of })}
            aria-invalid={error !== undefined || undefined}
            value={span.from}
            onChange={(event) => change(index, { from: event.currentTarget.value })}
          />
          <span aria-hidden="true">–</span>
          <TextInput
            type="time"
            aria-label={say("manage.hours_to", { of })}
            aria-invalid={error !== undefined || undefined}
            value={span.to}
            onChange={(event) => change(index, { to: event.currentTarget.value })}
          />
          <Checkbox
            label={say("manage.hours_next_day")}
            checked={span.next || span.to === "00:00"}
            disabled={span.to === "00:00"}
            onChange={(event) => change(index, { next: event.currentTarget.checked })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={say("manage.hours_remove_span", { of })}
            onClick={() => remove(index)}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </div>
      ))}
      <div className={css.span}>
        {spans.length === 0 && <span className={css.closed}>{say("manage.hours_closed")}</span>}
        {spans.length < most && (
          <Button
            data-add
            variant="subtle"
            size="compact-sm"
            leftSection={<IconPlus size={14} />}
            aria-label={say("manage.hours_add_span_of", { of })}
            onClick={() => onChange([...spans, nextSpan(spans)])}
          >
            {say("manage.hours_add_span")}
          </Button>
        )}
      </div>
      {error && (
        <p className={css.wrong} role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
