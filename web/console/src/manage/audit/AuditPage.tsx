import type { AuditChange, AuditCheck, AuditEntry } from "@genkan/client/types";
import { Button, Select, TextInput, VisuallyHidden } from "@mantine/core";
import { useState } from "react";
import { useDeskState } from "../../conversations/DeskProvider";
import { wordProblem } from "../../words/problems";
import { fullTime } from "../../words/times";
import { useWords } from "../../words/Words";
import { Empty, Fetched, Page, Section } from "../Page";
import parts from "../parts.module.css";
import css from "./audit.module.css";
import { type AuditFilter, everything, useAudit, useAuditCheck } from "./auditQueries";
import { actorWords, auditAreas, fieldWords, isSecret, sealWords, valueWords } from "./auditWords";

/** Who changed what in the organisation, when and from where. */
export default function AuditPage() {
  const { say } = useWords();
  const [filter, setFilter] = useState(everything);
  const query = useAudit(filter);

  return (
    <Page wide title={say("manage.audit")} lead={say("manage.audit_lead")}>
      <div className={parts.stack}>
        <Filters filter={filter} onChange={setFilter} />
        <Fetched query={query}>
          {({ pages }) => (
            <>
              <Entries
                items={pages.flatMap(({ items }) => items)}
                more={query.hasNextPage ? () => void query.fetchNextPage() : null}
                busy={query.isFetchingNextPage}
              />
              <Chain entries={pages[0]?.entries ?? 0} head={pages[0]?.head ?? ""} />
            </>
          )}
        </Fetched>
      </div>
    </Page>
  );
}

function Filters({ filter, onChange }: { filter: AuditFilter; onChange(filter: AuditFilter): void }) {
  const { say } = useWords();
  const { agents } = useDeskState();
  const people = Object.values(agents).map(({ id, name }) => ({ value: id, label: name }));
  return (
    <search className={css.filters}>
      <Select
        label={say("manage.audit_about")}
        allowDeselect={false}
        value={filter.area}
        onChange={(area) => onChange({ ...filter, area: area ?? "" })}
        data={[
          { value: "", label: say("manage.audit_area_all") },
          ...auditAreas.map(([value, words]) => ({ value, label: say(words) })),
        ]}
      />
      <Select
        label={say("manage.audit_by")}
        allowDeselect={false}
        searchable
        value={filter.by}
        onChange={(by) => onChange({ ...filter, by: by ?? "" })}
        data={[{ value: "", label: say("manage.audit_by_anyone") }, ...people]}
      />
      <TextInput
        type="date"
        label={say("manage.audit_from")}
        value={filter.from}
        onChange={(event) => onChange({ ...filter, from: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        label={say("manage.audit_to")}
        value={filter.to}
        onChange={(event) => onChange({ ...filter, to: event.currentTarget.value })}
      />
    </search>
  );
}

function Entries({ items, more, busy }: { items: AuditEntry[]; more: (() => void) | null; busy: boolean }) {
  const { say } = useWords();
  if (items.length === 0) return <Empty title={say("manage.audit_none")} text={say("manage.audit_none_text")} />;
  return (
    <div className={parts.sheet}>
      <table className={parts.table} aria-label={say("manage.audit")}>
        <thead>
          <tr>
            <th scope="col">{say("manage.audit_when")}</th>
            <th scope="col">{say("manage.audit_what")}</th>
            <th scope="col" className={parts.onlyWide}>
              {say("manage.audit_by")}
            </th>
            <th scope="col" className={parts.onlyWide}>
              {say("manage.audit_address")}
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((entry) => (
            <Entry key={entry.seq} entry={entry} />
          ))}
        </tbody>
      </table>
      {more && (
        <div className={parts.more}>
          <Button variant="default" loading={busy} onClick={more}>
            {say("manage.show_more")}
          </Button>
        </div>
      )}
    </div>
  );
}

function Entry({ entry }: { entry: AuditEntry }) {
  const { say, language } = useWords();
  const by = actorWords(entry, say);
  return (
    <tr className={css.entry}>
      <td className={css.when}>
        <time dateTime={new Date(entry.at).toISOString()}>{fullTime(entry.at, language)}</time>
      </td>
      <td className={parts.any}>
        <div>
          <span className={css.kind}>{say(`manage.audit_kind_${entry.kind}`)}</span>
          {entry.name && (
            <span dir="auto" className={css.name}>
              {entry.name}
            </span>
          )}
        </div>
        <div className={css.narrow}>
          <bdi>{by}</bdi>
          {entry.address && <span translate="no">{entry.address}</span>}
        </div>
        {entry.changes.length > 0 && <Changes entry={entry} />}
      </td>
      <td className={`${parts.onlyWide} ${parts.any} ${css.by}`}>
        <bdi>{by}</bdi>
        {entry.key && <div className={parts.note}>{say("manage.audit_with_key")}</div>}
      </td>
      <td className={`${parts.onlyWide} ${parts.any} ${parts.soft} ${css.address}`} translate="no">
        {entry.erased ? say("manage.audit_erased") : entry.address}
      </td>
    </tr>
  );
}

function Changes({ entry }: { entry: AuditEntry }) {
  const { say } = useWords();
  return (
    <details className={css.changes}>
      <summary>{say("manage.audit_changes", { count: entry.changes.length })}</summary>
      <dl>
        {entry.changes.map((change) => (
          <div key={change.field}>
            <dt>{fieldWords(change.field, say)}</dt>
            <dd>
              <Change change={change} erased={entry.erased} />
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

function Change({ change, erased }: { change: AuditChange; erased: boolean }) {
  const { say } = useWords();
  if (change.personal && erased) return <span className={parts.soft}>{say("manage.audit_erased")}</span>;
  if (isSecret(change)) return <span className={parts.soft}>{say("manage.audit_secret")}</span>;
  return (
    <>
      <VisuallyHidden>{say("manage.audit_before")}</VisuallyHidden>
      <del dir="auto">{valueWords(change, change.before, say)}</del>
      <span aria-hidden="true"> → </span>
      <VisuallyHidden>{say("manage.audit_after")}</VisuallyHidden>
      <ins dir="auto">{valueWords(change, change.after, say)}</ins>
    </>
  );
}

function Chain({ entries, head }: { entries: number; head: string }) {
  const { say, language } = useWords();
  const check = useAuditCheck();
  return (
    <Section title={say("manage.audit_chain")} lead={say("manage.audit_chain_means")}>
      <dl className={parts.facts}>
        <div>
          <dt>{say("manage.audit_entries")}</dt>
          <dd>{new Intl.NumberFormat(language).format(entries)}</dd>
        </div>
        <div>
          <dt>{say("manage.audit_seal")}</dt>
          <dd className={css.seal} translate="no">
            {sealWords(head)}
          </dd>
        </div>
      </dl>
      <div className={parts.row}>
        <Button variant="default" loading={check.isPending} onClick={() => check.mutate()}>
          {say("manage.audit_check")}
        </Button>
        <p role="status" className={check.error || check.data?.whole === false ? parts.wrong : undefined}>
          {check.error ? wordProblem(say, check.error) : check.data && <Found found={check.data} />}
        </p>
      </div>
    </Section>
  );
}

function Found({ found }: { found: AuditCheck }) {
  const { say, language } = useWords();
  const number = (value: number) => new Intl.NumberFormat(language).format(value);
  return found.whole
    ? say("manage.audit_whole", { count: number(found.entries) })
    : say(`manage.audit_broken_${found.reason}`, { seq: number(found.brokenAt ?? 0) });
}
