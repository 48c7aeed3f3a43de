import type { Permission } from "@genkan/client/types";
import { Button } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { IconPlus } from "../../look/icons";
import { api } from "../../session/api";
import { useWords } from "../../words/Words";
import { AskOnce } from "../AskOnce";
import { CopyField } from "../CopyField";
import { Fetched, Section } from "../Page";
import css from "../parts.module.css";
import { isOver } from "./keyEnds";
import { type MadeKey, MakeKey } from "./MakeKey";

interface ApiKey {
  id: string;
  name: string;
  /** What it may now. */
  permissions: Permission[];
  installation: boolean;
  createdAt: number;
  /** To the hour. */
  usedAt: number | null;
  expiresAt: number | null;
}

const key = ["manage", "keys"] as const;

/** Keys act in their owner's name, with a part of the owner's permissions. */
export function ApiKeys() {
  const { say } = useWords();
  const queries = useQueryClient();
  const query = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => api<{ items: ApiKey[] }>("GET", "/api/keys", { signal }).then(({ items }) => items),
  });
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState<MadeKey | null>(null);

  return (
    <Section title={say("manage.keys")} lead={say("manage.keys_lead")}>
      {making ? (
        <MakeKey
          onMade={(answer) => {
            setMade(answer);
            setMaking(false);
            void queries.invalidateQueries({ queryKey: key });
          }}
          onCancel={() => setMaking(false)}
        />
      ) : (
        <div className={css.row}>
          <Button variant="default" leftSection={<IconPlus size={16} />} onClick={() => setMaking(true)}>
            {say("manage.key_new")}
          </Button>
        </div>
      )}
      {made && (
        <div role="status">
          <CopyField
            label={say("manage.key_made", { name: made.name })}
            value={made.key}
            note={say("manage.key_once")}
          />
        </div>
      )}
      <Fetched query={query}>
        {(keys) =>
          keys.length > 0 && (
            <KeyList
              keys={keys}
              onGone={(gone) => {
                if (made?.id === gone) setMade(null);
                queries.setQueryData<ApiKey[]>(key, (list) => list?.filter(({ id }) => id !== gone));
              }}
            />
          )
        }
      </Fetched>
    </Section>
  );
}

function KeyList({ keys, onGone }: { keys: ApiKey[]; onGone(id: string): void }) {
  const { say } = useWords();
  const [asked, setAsked] = useState<ApiKey | null>(null);

  return (
    <>
      <ul className={css.lines}>
        {keys.map((one) => (
          <li key={one.id}>
            <KeyWords one={one} />
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
          if (!asked) return;
          await api("DELETE", `/api/keys/${asked.id}`);
          onGone(asked.id);
          setAsked(null);
        }}
        onNo={() => setAsked(null)}
      >
        {say("manage.key_delete_means")}
      </AskOnce>
    </>
  );
}

function KeyWords({ one }: { one: ApiKey }) {
  const { say, language } = useWords();
  const date = (at: number) => new Intl.DateTimeFormat(language, { dateStyle: "medium" }).format(at);
  const over = isOver(one, Date.now());
  const rights = one.permissions.map((permission) => say(`manage.permission_${permission}`));
  if (one.installation) rights.push(say("manage.key_installation"));
  const end =
    one.expiresAt === null
      ? say("manage.key_no_end")
      : say(over ? "manage.key_over" : "manage.key_until", { date: date(one.expiresAt) });
  const used = one.usedAt ? say("manage.key_used", { date: date(one.usedAt) }) : say("manage.key_unused");
  return (
    <div>
      <div dir="auto">{one.name}</div>
      <div className={css.note}>
        {rights.length > 0 ? new Intl.ListFormat(language, { type: "unit" }).format(rights) : say("manage.key_nothing")}
      </div>
      <div className={over ? css.wrong : css.note}>
        {end} · {used}
      </div>
    </div>
  );
}
