import { newId } from "@genkan/client/ids";
import type { DepartmentBrief } from "@genkan/client/types";
import { Button, Modal, NumberInput, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { api } from "../../session/api";
import { Refused } from "../../session/Refused";
import { useSay } from "../../words/Words";
import { type Refusal, refusalOf } from "../form/refusal";
import css from "../parts.module.css";
import { QueueFields } from "./QueueFields";
import { saveQueue, useQueue } from "./queue";

interface Props {
  /** null for a new one. */
  department: DepartmentBrief | null;
  onClose(): void;
}

/** Name and order number of a department. */
export function DepartmentDialog({ department, onClose }: Props) {
  const say = useSay();
  // One id for all tries: a repeat after a lost answer makes no second department.
  const [id] = useState(() => department?.id ?? newId());
  const [name, setName] = useState(department?.name ?? "");
  const [order, setOrder] = useState<number | string>(department?.order ?? 0);
  const queue = useQueue(department?.id ?? null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState(false);

  async function save(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setRefusal(null);
    const body = { name: name.trim(), order: Number(order) || 0 };
    try {
      if (department) await api("PATCH", `/api/departments/${id}`, { body });
      else await api("POST", "/api/departments", { body: { id, ...body } });
      await saveQueue(id, queue);
      onClose();
    } catch (problem) {
      setRefusal(refusalOf(say, problem));
      setBusy(false);
    }
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={department ? say("manage.change_department") : say("manage.add_department")}
      closeButtonProps={{ "aria-label": say("console.close") }}
    >
      <form className={css.ask} onSubmit={save} noValidate>
        <TextInput
          label={say("manage.its_name")}
          autoComplete="off"
          required
          maxLength={60}
          data-autofocus
          value={name}
          error={refusal?.fields.name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <NumberInput
          label={say("manage.department_order")}
          description={say("manage.department_order_means")}
          min={0}
          max={9999}
          allowDecimal={false}
          allowNegative={false}
          value={order}
          error={refusal?.fields.order}
          onChange={setOrder}
        />
        {queue.draft && (
          <QueueFields id={id} queue={queue.draft} onChange={queue.change} errors={refusal?.fields ?? {}} />
        )}
        <Refused words={refusal?.whole ?? null} />
        <div className={css.askButtons}>
          <Button type="button" variant="default" onClick={onClose}>
            {say("manage.cancel")}
          </Button>
          <Button type="submit" loading={busy}>
            {department ? say("manage.save") : say("manage.add_department")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
