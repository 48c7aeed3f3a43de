import type { Permission } from "@genkan/client/types";
import { Button, Checkbox, Select, TextInput } from "@mantine/core";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { api } from "../../session/api";
import { useMe } from "../../session/SessionProvider";
import { wordFields, wordProblem } from "../../words/problems";
import { useSay } from "../../words/Words";
import { permissions } from "../agents/agentForm";
import css from "../parts.module.css";
import { endOf, type KeyEnd, keyEnds } from "./keyEnds";

export interface MadeKey {
  id: string;
  name: string;
  key: string;
}

/** Name, rights and end of a new key. Only what one may oneself is offered. */
export function MakeKey({ onMade, onCancel }: { onMade(made: MadeKey): void; onCancel(): void }) {
  const say = useSay();
  const { can } = useMe();
  const mine = permissions.filter(can);
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState<Permission[]>([]);
  const [installation, setInstallation] = useState(false);
  const [end, setEnd] = useState<KeyEnd>("365");
  const [problem, setProblem] = useState<unknown>(null);
  const [unnamed, setUnnamed] = useState(false);
  const [busy, setBusy] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  const wrong = wordFields(problem);

  async function make(event: FormEvent) {
    event.preventDefault();
    if (!name.trim()) {
      setUnnamed(true);
      return input.current?.focus();
    }
    setBusy(true);
    setProblem(null);
    try {
      const expiresAt = endOf(end, Date.now());
      const body = { name: name.trim(), permissions: chosen, installation, ...(expiresAt && { expiresAt }) };
      onMade(await api<MadeKey>("POST", "/api/keys", { body }));
    } catch (refused) {
      setProblem(refused);
      setBusy(false);
    }
  }

  return (
    <form className={css.stack} onSubmit={(event) => void make(event)} noValidate>
      <div className={css.pair}>
        <TextInput
          ref={input}
          label={say("manage.key_name")}
          placeholder={say("manage.key_name_example")}
          maxLength={100}
          value={name}
          error={unnamed ? say("field.required") : wrong.name}
          onChange={(event) => {
            setName(event.currentTarget.value);
            setUnnamed(false);
          }}
        />
        <Select
          label={say("manage.key_ends")}
          allowDeselect={false}
          value={end}
          error={wrong.expiresAt}
          onChange={(value) => setEnd(value as KeyEnd)}
          data={keyEnds.map((value) => ({ value, label: say(`manage.key_ends_${value}`) }))}
        />
      </div>
      <Checkbox.Group
        label={say("manage.key_permissions")}
        value={chosen}
        error={wrong.permissions}
        onChange={(values) => setChosen(values as Permission[])}
      >
        <div className={css.ticks}>
          {mine.map((one) => (
            <Checkbox
              key={one}
              value={one}
              label={say(`manage.permission_${one}`)}
              description={say(`manage.permission_${one}_means`)}
            />
          ))}
        </div>
      </Checkbox.Group>
      {can("installationOwner") && (
        <Checkbox
          label={say("manage.key_installation")}
          description={say("manage.key_installation_means")}
          checked={installation}
          onChange={(event) => setInstallation(event.currentTarget.checked)}
        />
      )}
      <div className={css.row}>
        <Button type="submit" loading={busy}>
          {say("manage.key_make")}
        </Button>
        <Button type="button" variant="default" disabled={busy} onClick={onCancel}>
          {say("manage.cancel")}
        </Button>
        <span role="alert" className={css.wrong}>
          {problem && Object.keys(wrong).length === 0 ? wordProblem(say, problem) : null}
        </span>
      </div>
    </form>
  );
}
