import type { Id, MonitorGroup } from "@genkan/client/types";
import { useDeskState } from "../conversations/DeskProvider";
import { StatusDot } from "../status/StatusDot";
import { useStatuses, useStatusWords } from "../status/useStatuses";
import { useWords } from "../words/Words";
import css from "./Monitor.module.css";
import { statusCounts } from "./monitorState";

interface Props {
  groups: readonly MonitorGroup[];
  chosen: Id | null | undefined;
  onChoose(department: Id | null | undefined): void;
}

/** D-07 to D-10. A click on a department shows its agents and visitors alone. */
export function Groups({ groups, chosen, onChoose }: Props) {
  const { say } = useWords();
  const { departments } = useDeskState();
  // Without departments there is nothing to tell apart.
  if (groups.length < 2) return null;
  return (
    <section className={css.section} aria-labelledby="groups">
      <h2 id="groups" className={css.heading}>
        {say("manage.departments")}
      </h2>
      <div className={css.scroll} data-groups>
        <table className={css.table}>
          <thead>
            <tr>
              <th scope="col">{say("console.monitor_department")}</th>
              <th scope="col" className={css.number}>
                {say("console.waiting")}
              </th>
              <th scope="col" className={css.number}>
                {say("console.monitor_in_chat")}
              </th>
              <th scope="col">{say("manage.agents")}</th>
            </tr>
          </thead>
          <tbody>
            {groups.map((group) => (
              <tr key={group.department ?? "none"} data-group={group.department ?? "none"}>
                <th scope="row">
                  <button
                    type="button"
                    className={css.choose}
                    aria-pressed={chosen === group.department}
                    onClick={() => onChoose(chosen === group.department ? undefined : group.department)}
                  >
                    <span className={css.name} dir="auto">
                      {group.department === null
                        ? say("console.transfer_elsewhere")
                        : departments[group.department]?.name}
                    </span>
                  </button>
                </th>
                <td className={css.number} data-urgent={group.waiting > 0 || undefined}>
                  {group.waiting}
                </td>
                <td className={css.number}>{group.inChat}</td>
                <td>
                  <Statuses group={group} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** D-09: as many dots as there are statuses with somebody on them. */
function Statuses({ group }: { group: MonitorGroup }) {
  const wordsOf = useStatusWords();
  const order = useStatuses().map(({ key }) => key);
  const counts = statusCounts(group, order);
  if (counts.length === 0) return <span className={css.soft}>–</span>;
  return (
    <ul className={css.statuses}>
      {counts.map(([status, count]) => (
        <li key={status} title={wordsOf(status)}>
          <StatusDot status={status} />
          <span className="unseen">{wordsOf(status)}</span>
          {count}
        </li>
      ))}
    </ul>
  );
}
