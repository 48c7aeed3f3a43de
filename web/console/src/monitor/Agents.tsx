import type { MonitorAgent } from "@genkan/client/types";
import { useMemo } from "react";
import { useDeskState } from "../conversations/DeskProvider";
import { urgencyOf } from "../conversations/urgency";
import { StatusDot } from "../status/StatusDot";
import { useStatuses, useStatusWords } from "../status/useStatuses";
import { span } from "../words/times";
import { useWords } from "../words/Words";
import { ariaSort, SortButton } from "./Heading";
import css from "./Monitor.module.css";
import { sorted } from "./monitorState";
import { useOrder } from "./useOrder";

const keys = ["name", "status", "held", "longest"] as const;

/** D-12: status and for how long, conversations of the limit, who waits longest. */
export function Agents({ agents, now }: { agents: readonly MonitorAgent[]; now: number }) {
  const { say, language } = useWords();
  const known = useDeskState().agents;
  const wordsOf = useStatusWords();
  const statuses = useStatuses();
  const [order, sort] = useOrder("agents", keys, { by: "status", way: "up" });
  const rows = useMemo(() => {
    const name = ({ agent }: MonitorAgent) => known[agent]?.name ?? "";
    const rank = ({ status }: MonitorAgent) => {
      const at = statuses.findIndex(({ key }) => key === status);
      return at < 0 ? statuses.length : at;
    };
    const keysOf = {
      name: (one: MonitorAgent) => [name(one)],
      status: (one: MonitorAgent) => [rank(one), name(one)],
      held: (one: MonitorAgent) => [one.held, name(one)],
      longest: (one: MonitorAgent) => [one.longestSince, name(one)],
    };
    return sorted(agents, keysOf[order.by], ({ agent }) => agent, order.way, language);
  }, [agents, known, statuses, order.by, order.way, language]);
  const columns = [
    { by: "name", words: say("console.monitor_agent"), number: false },
    { by: "status", words: say("console.monitor_status"), number: false },
    { by: "held", words: say("console.monitor_open"), number: true },
    { by: "longest", words: say("console.monitor_longest"), number: true },
  ] as const;

  return (
    <section className={css.section} data-fills aria-labelledby="agents">
      <h2 id="agents" className={css.heading}>
        {say("manage.agents")}
        <span className={css.count}>{agents.length}</span>
      </h2>
      <div className={css.scroll}>
        <table className={css.table} data-agents>
          <thead>
            <tr>
              {columns.map(({ by, words, number }) => (
                <th key={by} scope="col" className={number ? css.number : undefined} aria-sort={ariaSort(by, order)}>
                  <SortButton by={by} words={words} order={order} onSort={sort} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((one) => (
              <tr key={one.agent} data-agent={one.agent}>
                <th scope="row">
                  <span className={css.name} dir="auto">
                    {known[one.agent]?.name}
                  </span>
                </th>
                <td>
                  <span className={css.status}>
                    <StatusDot status={one.status} />
                    <span className={css.name}>{wordsOf(one.status)}</span>
                    {one.since !== null && (
                      <span className={css.soft}>{span(Math.max(0, now - one.since), language, say)}</span>
                    )}
                  </span>
                </td>
                <td className={css.number} data-full={(one.limit !== null && one.held >= one.limit) || undefined}>
                  {one.limit === null ? one.held : `${one.held} / ${one.limit}`}
                </td>
                <td className={css.number}>
                  <Waited since={one.longestSince} now={now} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** For how long somebody waits; the longer, the louder. */
export function Waited({ since, now }: { since: number | null; now: number }) {
  const { say, language } = useWords();
  if (since === null) return <span className={css.soft}>–</span>;
  const waited = Math.max(0, now - since);
  return (
    <span className={css.waited} data-urgency={urgencyOf(waited)}>
      {span(waited, language, say)}
    </span>
  );
}
