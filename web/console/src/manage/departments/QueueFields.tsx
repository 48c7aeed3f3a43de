import type { Id } from "@genkan/client/types";
import { NumberInput, Select, Switch } from "@mantine/core";
import { useDeskState } from "../../conversations/DeskProvider";
import { useSay } from "../../words/Words";
import { byOrder } from "./departmentRows";
import type { Queue } from "./queue";

const form = "form";
/** A few screens of people who wait: more than that is a message form with extra steps. */
const usual = 20;

interface Props {
  id: Id;
  queue: Queue;
  errors: Record<string, string>;
  onChange(patch: Partial<Queue>): void;
}

/** How long the queue may grow, and where it overflows to. */
export function QueueFields({ id, queue: { queueLimit, overflow }, errors, onChange }: Props) {
  const say = useSay();
  const { departments } = useDeskState();
  const others = Object.values(departments)
    .filter((one) => !one.removed && one.id !== id)
    .sort(byOrder);
  return (
    <>
      <Switch
        label={say("manage.queue_limited")}
        description={say("manage.queue_limited_means")}
        checked={queueLimit !== null}
        onChange={(event) => onChange({ queueLimit: event.currentTarget.checked ? usual : null })}
      />
      {queueLimit !== null && (
        <>
          <NumberInput
            label={say("manage.queue_limit")}
            min={1}
            max={9999}
            allowDecimal={false}
            allowNegative={false}
            value={queueLimit}
            error={errors.queueLimit}
            onChange={(limit) => onChange({ queueLimit: Number(limit) })}
          />
          <Select
            label={say("manage.queue_overflow")}
            description={say("manage.queue_overflow_means")}
            allowDeselect={false}
            value={overflow && others.some((one) => one.id === overflow) ? overflow : form}
            error={errors.overflow}
            onChange={(value) => onChange({ overflow: value === form ? null : value })}
            data={[
              { value: form, label: say("manage.queue_overflow_form") },
              ...others.map((one) => ({ value: one.id, label: one.name })),
            ]}
          />
        </>
      )}
    </>
  );
}
