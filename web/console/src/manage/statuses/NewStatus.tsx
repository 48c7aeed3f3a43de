import { newId } from "@genkan/client/ids";
import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { IconPlus } from "../../look/icons";
import { api } from "../../session/api";
import { Refused } from "../../session/Refused";
import { useSay } from "../../words/Words";
import { type Refusal, refusalOf } from "../form/refusal";
import css from "../parts.module.css";

/** A status of the organisation's own lets nothing through until its switches say so. */
export function NewStatus({ onAdded }: { onAdded(): Promise<unknown> }) {
  const say = useSay();
  // One id for all tries of one name; the next status gets the next.
  const [id, setId] = useState(newId);
  const [name, setName] = useState("");
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState(false);

  async function add(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setRefusal(null);
    try {
      await api("POST", "/api/statuses", { body: { id, name: name.trim() } });
      await onAdded();
      setName("");
      setId(newId());
    } catch (problem) {
      setRefusal(refusalOf(say, problem));
    } finally {
      setBusy(false);
    }
  }

  return (
    <form onSubmit={add} noValidate>
      <div className={css.inline}>
        <TextInput
          label={say("manage.its_name")}
          placeholder={say("manage.add_status_example")}
          autoComplete="off"
          maxLength={30}
          value={name}
          error={refusal?.fields.name}
          onChange={(event) => {
            setName(event.currentTarget.value);
            setRefusal(null);
          }}
        />
        <Button type="submit" variant="default" loading={busy} leftSection={<IconPlus size={16} />}>
          {say("manage.add_status")}
        </Button>
      </div>
      <Refused words={refusal?.whole ?? null} />
    </form>
  );
}
