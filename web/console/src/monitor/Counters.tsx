import type { MonitorCounters } from "@genkan/client/types";
import { useSay } from "../words/Words";
import css from "./Monitor.module.css";

export function Counters({ counters }: { counters: MonitorCounters }) {
  const say = useSay();
  const shown = [
    { name: "waiting", number: counters.waiting, urgent: counters.waiting > 0 },
    { name: "visitors", number: counters.visitors },
    { name: "online", number: counters.online },
    { name: "agents", number: counters.agents },
  ];
  return (
    <dl className={css.counters}>
      {shown.map(({ name, number, urgent }) => (
        <div key={name} className={css.counter} data-counter={name}>
          <dt>{say(`console.monitor_${name}`)}</dt>
          <dd data-urgent={urgent || undefined}>{number}</dd>
        </div>
      ))}
    </dl>
  );
}
