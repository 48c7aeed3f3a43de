import { Button, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { api } from "../../session/api";
import { wordFields, wordProblem } from "../../words/problems";
import { useWords } from "../../words/Words";
import { AskOnce } from "../AskOnce";
import { CopyField } from "../CopyField";
import { Fetched, Section } from "../Page";
import css from "../parts.module.css";

interface ApiKey {
  id: string;
  name: string;
  createdAt?: number;
  usedAt?: number | null;
}

const key = ["manage", "keys"] as const;

/** Keys act in their owner's name, with the owner's permissions. */
export function ApiKeys() {
  const { say } = useWords();
  const queries = useQueryClient();
  const query = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => api<{ items: ApiKey[] }>("GET", "/api/keys", { signal }).then(({ items }) => items),
  });
  const [made, setMade] = useState<{ name: string; key: string } | null>(null);

  return (
    <Section title={say("manage.keys")} lead={say("manage.keys_lead")}>
      <MakeKey
        onMade={(answer) => {
          setMade(answer);
          void queries.invalidateQueries({ queryKey: key });
        }}
      />
      {made && (
        <div role="status">
          <CopyField
            label={say("manage.key_made", { name: made.name })}
            value={made.key}
            note={say("manage.key_once")}
          />
        </div>
      )}
      <Fetched query={query}>{(keys) => keys.length > 0 && <KeyList keys={keys} />}</Fetched>
    </Section>
  );
}

function MakeKey({ onMade }: { onMade(answer: { name: string; key: string }): void }) {
  const { say } = useWords();
  const [name, setName] = useState("");
  const [wrong, setWrong] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const input = useRef<HTMLInputElement>(null);

  async function make(event: FormEvent) {
    event.preventDefault();
    if (!name.trim()) {
      setWrong(say("field.required"));
      return input.current?.focus();
    }
    setBusy(true);
    try {
      onMade(await api<{ name: string; key: string }>("POST", "/api/keys", { body: { name: name.trim() } }));
      setName("");
      setWrong(null);
    } catch (problem) {
      setWrong(wordFields(problem).name ?? wordProblem(say, problem));
    } finally {
      setBusy(false);
    }
  }

  return (
    <form className={css.inline} onSubmit={(event) => void make(event)} noValidate>
      <TextInput
        ref={input}
        label={say("manage.key_name")}
        placeholder={say("manage.key_name_example")}
        maxLength={80}
        value={name}
        error={wrong}
        onChange={(event) => {
          setName(event.currentTarget.value);
          setWrong(null);
        }}
      />
      <Button type="submit" variant="default" size="sm" loading={busy}>
        {say("manage.key_make")}
      </Button>
    </form>
  );
}

function KeyList({ keys }: { keys: ApiKey[] }) {
  const { say, language } = useWords();
  const queries = useQueryClient();
  const [asked, setAsked] = useState<ApiKey | null>(null);
  const date = new Intl.DateTimeFormat(language, { dateStyle: "medium" });

  async function remove(one: ApiKey) {
    await api("DELETE", `/api/keys/${one.id}`);
    queries.setQueryData<ApiKey[]>(key, (list) => list?.filter(({ id }) => id !== one.id));
    setAsked(null);
  }

  return (
    <>
      <ul className={css.lines}>
        {keys.map((one) => (
          <li key={one.id}>
            <span dir="auto">{one.name}</span>
            {one.createdAt !== undefined && <span className={css.soft}>{date.format(one.createdAt)}</span>}
            <Button
              variant="subtle"
              color="gray"
              size="compact-sm"
              aria-label={say("manage.key_delete_named", { name: one.name })}
              onClick={() => setAsked(one)}
            >
              {say("manage.delete")}
            </Button>
          </li>
        ))}
      </ul>
      <AskOnce
        opened={asked !== null}
        title={say("manage.key_delete_named", { name: asked?.name ?? "" })}
        yes={say("manage.delete")}
        onYes={async () => {
          if (asked) await remove(asked);
        }}
        onNo={() => setAsked(null)}
      >
        {say("manage.key_delete_means")}
      </AskOnce>
    </>
  );
}
