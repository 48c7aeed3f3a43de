import { SegmentedControl } from "@mantine/core";
import { useMemo, useState } from "react";
import { useWords } from "../../words/Words";
import { Fetched, Section } from "../Page";
import css from "../parts.module.css";
import { entrySummary, lastDays, ratioOf } from "./entryCounts";
import { useEntries } from "./siteQueries";
import look from "./sites.module.css";

/** How many saw the nickname screen, and how many of them went on to chat. */
export function EntryCounts({ site }: { site: string }) {
  const { say, language } = useWords();
  const [days, setDays] = useState("14");
  const { from, to } = useMemo(() => lastDays(Date.now(), Number(days)), [days]);
  const query = useEntries(site, from, to);

  return (
    <Section title={say("manage.entries")} lead={say("manage.entries_lead")}>
      <SegmentedControl
        size="xs"
        aria-label={say("manage.entries_period")}
        value={days}
        onChange={setDays}
        style={{ justifySelf: "start" }}
        data={["7", "14", "30", "90"].map((value) => ({ value, label: say("manage.days", { count: Number(value) }) }))}
      />
      <Fetched query={query}>{(items) => <Counts {...{ items, from, to, language }} />}</Fetched>
    </Section>
  );
}

interface CountsProps {
  items: { day: string; opened: number; chatted: number }[];
  from: string;
  to: string;
  language: string;
}

function Counts({ items, from, to, language }: CountsProps) {
  const { say } = useWords();
  const summary = entrySummary(items, from, to);
  const most = Math.max(1, ...summary.days.map((day) => day.opened));
  const number = (value: number) => new Intl.NumberFormat(language).format(value);
  const percent = (value: number | null) =>
    value === null
      ? "–"
      : new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 0 }).format(value);
  const day = new Intl.DateTimeFormat(language, { timeZone: "UTC", weekday: "short", day: "numeric", month: "short" });

  return (
    <>
      <dl className={look.totals}>
        <div>
          <dt>{say("manage.entries_opened")}</dt>
          <dd>{number(summary.opened)}</dd>
        </div>
        <div>
          <dt>{say("manage.entries_chatted")}</dt>
          <dd>{number(summary.chatted)}</dd>
        </div>
        <div>
          <dt>{say("manage.entries_ratio")}</dt>
          <dd>{percent(summary.ratio)}</dd>
        </div>
      </dl>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard */}
      <section className={look.days} tabIndex={0} aria-label={say("manage.entries")}>
        <table className={css.table}>
          <thead>
            <tr>
              <th scope="col">{say("manage.day")}</th>
              <td className={css.onlyWide} />
              <th scope="col" className={css.number}>
                {say("manage.entries_opened")}
              </th>
              <th scope="col" className={css.number}>
                {say("manage.entries_chatted")}
              </th>
              <th scope="col" className={css.number}>
                {say("manage.entries_ratio")}
              </th>
            </tr>
          </thead>
          <tbody>
            {[...summary.days].reverse().map((one) => (
              <tr key={one.day}>
                <td>{day.format(Date.parse(one.day))}</td>
                <td className={`${css.onlyWide} ${look.barCell}`} aria-hidden="true">
                  <span className={look.bar} style={{ inlineSize: `${(one.opened / most) * 100}%` }}>
                    <span style={{ inlineSize: `${(ratioOf(one.opened, one.chatted) ?? 0) * 100}%` }} />
                  </span>
                </td>
                <td className={css.number}>{number(one.opened)}</td>
                <td className={css.number}>{number(one.chatted)}</td>
                <td className={css.number}>{percent(ratioOf(one.opened, one.chatted))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p className={css.note}>{say("manage.days_in_utc")}</p>
    </>
  );
}
