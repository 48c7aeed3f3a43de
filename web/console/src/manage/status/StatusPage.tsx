import { Alert } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNow } from "../../look/useNow";
import { api } from "../../session/api";
import { useWords } from "../../words/Words";
import { Fetched, Page, Section } from "../Page";
import parts from "../parts.module.css";
import css from "./StatusPage.module.css";
import { type InstallationStatus, type StatusRow, statusRows } from "./statusRows";

/** Soon enough to watch a queue drain, seldom enough to cost nothing. */
const again = 5_000;

export default function StatusPage() {
  const { say } = useWords();
  const query = useQuery({
    queryKey: ["manage", "status"],
    queryFn: ({ signal }) => api<InstallationStatus>("GET", "/api/installation/status", { signal }),
    refetchInterval: again,
  });
  return (
    <Page title={say("manage.status")} lead={say("manage.status_lead")}>
      <Fetched query={query}>{(status) => <Status status={status} />}</Fetched>
    </Page>
  );
}

function Status({ status }: { status: InstallationStatus }) {
  const { say, language } = useWords();
  const now = useNow(again);
  const { server, traffic, work } = statusRows(status, say, language, now);
  return (
    <div className={parts.stack}>
      {status.warnings.length > 0 ? (
        <Alert color="orange" title={say("manage.status_warnings")}>
          <ul className={css.warnings}>
            {status.warnings.map((code) => (
              <li key={code}>{say(`manage.warning_${code}`)}</li>
            ))}
          </ul>
        </Alert>
      ) : (
        <Alert color="green" title={say("manage.status_all_well")} />
      )}
      <Rows title={say("manage.status_server")} rows={server} />
      <Rows title={say("manage.status_traffic")} rows={traffic} />
      <Rows title={say("manage.status_work")} rows={work} />
    </div>
  );
}

function Rows({ title, rows }: { title: string; rows: StatusRow[] }) {
  return (
    <Section title={title}>
      <dl className={css.rows}>
        {rows.map(({ name, value }) => (
          <div key={name} className={css.row}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
