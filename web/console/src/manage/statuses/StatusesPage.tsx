import { ApiError } from "@genkan/client/http";
import type { StatusBrief } from "@genkan/client/types";
import { Button, Select, Switch, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { IconTrash } from "../../look/icons";
import { onAnnounced } from "../../notices/announce";
import { api } from "../../session/api";
import { StatusDot } from "../../status/StatusDot";
import { statusWords } from "../../status/statuses";
import { useSay } from "../../words/Words";
import { AskOnce } from "../AskOnce";
import { EditForm } from "../form/EditForm";
import { useForm } from "../form/useForm";
import { Fetched, Page, Section } from "../Page";
import parts from "../parts.module.css";
import { NewStatus } from "./NewStatus";
import css from "./statuses.module.css";
import { flags, letsNothing, type StatusSettings, toPatches, withStatus } from "./statusForm";

const key = ["manage", "statuses"] as const;
/** As many as the server takes; a longer menu is read by nobody. */
const most = 20;

export default function StatusesPage() {
  const say = useSay();
  const queries = useQueryClient();
  const query = useQuery({ queryKey: key, queryFn: ({ signal }) => fetchStatuses(signal) });
  useEffect(
    () =>
      onAnnounced(({ event }) => {
        if (event.kind === "statuses.changed") void queries.invalidateQueries({ queryKey: key });
      }),
    [queries],
  );
  return (
    <Page title={say("manage.statuses")} lead={say("manage.statuses_lead")}>
      <Fetched query={query}>{(settings) => <StatusesForm settings={settings} />}</Fetched>
    </Page>
  );
}

async function fetchStatuses(signal?: AbortSignal): Promise<StatusSettings> {
  const options = signal ? { signal } : {};
  const [{ items }, { initialStatus }] = await Promise.all([
    api<{ items: StatusBrief[] }>("GET", "/api/statuses", options),
    api<{ initialStatus: string }>("GET", "/api/settings/agents", options),
  ]);
  return { statuses: items, initialStatus };
}

function StatusesForm({ settings }: { settings: StatusSettings }) {
  const say = useSay();
  const queries = useQueryClient();
  const form = useForm<StatusSettings>({
    value: settings,
    check: ({ statuses }) =>
      Object.fromEntries(
        statuses
          .filter(({ name }) => name !== null && !name.trim())
          .map((one) => [`statuses.${one.key}`, [{ code: "required", message: "" }]]),
      ),
    async save(changed, draft) {
      for (const { key: status, body } of toPatches(settings.statuses, draft.statuses))
        await api("PATCH", `/api/statuses/${status}`, { body }).catch((problem) => {
          throw atRow(problem, status);
        });
      if (changed.initialStatus !== undefined)
        await api("PUT", "/api/settings/agents", { body: { initialStatus: changed.initialStatus } });
      const kept = await fetchStatuses();
      queries.setQueryData<StatusSettings>(key, kept);
      return kept;
    },
  });
  const { statuses, initialStatus } = form.draft;

  return (
    <div className={parts.stack}>
      <EditForm form={form}>
        <Section title={say("manage.lets")} lead={say("manage.lets_lead")}>
          <div className={css.scroll}>
            <table className={css.table} aria-label={say("manage.lets")}>
              <thead>
                <tr>
                  <th scope="col">{say("console.status")}</th>
                  {flags.map((flag) => (
                    <th key={flag} scope="col" className={css.flag} title={say(`manage.lets_${flag}_means`)}>
                      {say(`manage.lets_${flag}`)}
                    </th>
                  ))}
                  <th scope="col" aria-label={say("manage.actions")} />
                </tr>
              </thead>
              <tbody>
                {statuses.map((status) => (
                  <Row
                    key={status.key}
                    status={status}
                    error={form.error(`statuses.${status.key}`)}
                    onChange={(patch) => form.change({ statuses: withStatus(statuses, status.key, patch) })}
                  />
                ))}
              </tbody>
            </table>
          </div>
          <dl className={css.means}>
            {flags.map((flag) => (
              <div key={flag}>
                <dt>{say(`manage.lets_${flag}`)}</dt>
                <dd>{say(`manage.lets_${flag}_means`)}</dd>
              </div>
            ))}
          </dl>
        </Section>
        <Section title={say("manage.after_sign_in")}>
          <Select
            label={say("manage.initial_status")}
            description={say("manage.initial_status_means")}
            allowDeselect={false}
            value={initialStatus}
            error={form.error("initialStatus")}
            onChange={(value) => form.change({ initialStatus: value ?? "away" })}
            data={[
              { value: "last", label: say("manage.initial_status_last") },
              ...settings.statuses.map((one) => ({
                value: one.key,
                label: statusWords(say, one.key, settings.statuses),
              })),
            ]}
          />
        </Section>
      </EditForm>
      {settings.statuses.length < most && (
        <Section title={say("manage.add_status")} lead={say("manage.add_status_lead")}>
          <NewStatus onAdded={() => queries.invalidateQueries({ queryKey: key })} />
        </Section>
      )}
    </div>
  );
}

interface RowProps {
  status: StatusBrief;
  error: string | undefined;
  onChange(patch: Partial<StatusBrief>): void;
}

function Row({ status, error, onChange }: RowProps) {
  const say = useSay();
  const own = status.name !== null;
  const words = statusWords(say, status.key, [status]);
  return (
    <tr>
      <th scope="row" className={css.name}>
        <span className={css.named}>
          <StatusDot status={status.key} />
          {own ? (
            <TextInput
              className={css.field}
              aria-label={say("manage.its_name")}
              autoComplete="off"
              maxLength={30}
              value={status.name ?? ""}
              error={error}
              onChange={(event) => onChange({ name: event.currentTarget.value })}
            />
          ) : (
            words
          )}
        </span>
      </th>
      {flags.map((flag) => (
        <td key={flag} className={css.flag} data-words={say(`manage.lets_${flag}`)}>
          <Switch
            aria-label={`${words}: ${say(`manage.lets_${flag}`)}`}
            checked={status[flag]}
            disabled={letsNothing(status)}
            onChange={(event) => onChange({ [flag]: event.currentTarget.checked })}
          />
        </td>
      ))}
      <td>{own && <RemoveStatus status={status} />}</td>
    </tr>
  );
}

function RemoveStatus({ status }: { status: StatusBrief }) {
  const say = useSay();
  const queries = useQueryClient();
  const [asked, setAsked] = useState(false);

  async function remove() {
    await api("DELETE", `/api/statuses/${status.key}`);
    await queries.invalidateQueries({ queryKey: key });
  }

  return (
    <>
      <Button
        size="compact-sm"
        variant="subtle"
        color="vermilion"
        aria-label={say("manage.delete_named", { name: status.name ?? "" })}
        onClick={() => setAsked(true)}
      >
        <IconTrash size={16} />
      </Button>
      <AskOnce
        opened={asked}
        title={say("manage.delete_status_title", { name: status.name ?? "" })}
        yes={say("manage.delete")}
        onYes={remove}
        onNo={() => setAsked(false)}
      >
        {say("manage.delete_status_means")}
      </AskOnce>
    </>
  );
}

/** The server names the field; here it is the field of one row. */
function atRow(problem: unknown, status: string): unknown {
  if (!(problem instanceof ApiError) || !problem.problem.errors) return problem;
  return new ApiError({
    ...problem.problem,
    errors: { [`statuses.${status}`]: Object.values(problem.problem.errors).flat() },
  });
}
