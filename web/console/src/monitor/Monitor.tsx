import type { Id, MonitorAgent } from "@genkan/client/types";
import { Button } from "@mantine/core";
import { useMemo } from "react";
import { useSearchParams } from "wouter";
import { useDeskState } from "../conversations/DeskProvider";
import { IconClose } from "../look/icons";
import { Loading } from "../look/Loading";
import { useNow } from "../look/useNow";
import { wordProblem } from "../words/problems";
import { useSay } from "../words/Words";
import { Agents } from "./Agents";
import { Counters } from "./Counters";
import { Groups } from "./Groups";
import css from "./Monitor.module.css";
import { inGroup, type MonitorState } from "./monitorState";
import { useMonitor } from "./useMonitor";
import { Visitors } from "./Visitors";

/** What goes on now (D-01 to D-12): every figure moves by itself. */
export default function Monitor() {
  const say = useSay();
  const { state, problem, again } = useMonitor();
  return (
    <div className={css.monitor}>
      <h1 className="unseen">{say("console.monitor")}</h1>
      {problem !== null && (
        <p className={css.refused} role="alert">
          {wordProblem(say, problem)}
          <Button variant="default" size="compact-xs" onClick={again}>
            {say("console.try_again")}
          </Button>
        </p>
      )}
      {state ? <Shown state={state} /> : problem === null && <Loading />}
    </div>
  );
}

function Shown({ state }: { state: MonitorState }) {
  const now = useNow() + state.ahead;
  const [department, choose] = useDepartment();
  const { figures, visitors } = state;
  const agents = useMemo(() => new Map(figures.agents.map((one) => [one.agent, one])), [figures.agents]);
  const shownVisitors = useMemo(
    () => [...visitors.values()].filter((one) => inGroup(one, department, agents)),
    [visitors, department, agents],
  );
  const shownAgents = figures.agents.filter((one) => isOf(one, department));
  return (
    <>
      <Counters counters={figures.counters} />
      <div className={css.body}>
        <div className={css.side}>
          <Groups groups={figures.groups} chosen={department} onChoose={choose} />
          {department !== undefined && <Chosen department={department} onClear={() => choose(undefined)} />}
          <Agents agents={shownAgents} now={now} />
        </div>
        <Visitors visitors={shownVisitors} now={now} />
      </div>
    </>
  );
}

function Chosen({ department, onClear }: { department: Id | null; onClear(): void }) {
  const say = useSay();
  const { departments } = useDeskState();
  const name = department === null ? say("console.transfer_elsewhere") : departments[department]?.name;
  return (
    <Button
      className={css.chip}
      variant="light"
      size="compact-sm"
      rightSection={<IconClose size={13} />}
      onClick={onClear}
    >
      {say("console.monitor_only", { department: name ?? "" })}
    </Button>
  );
}

const isOf = ({ departments }: MonitorAgent, chosen: Id | null | undefined): boolean =>
  chosen === undefined || (chosen === null ? departments.length === 0 : departments.includes(chosen));

/** In the address, so that it can be kept and passed on; `none` is what belongs to no department. */
function useDepartment(): [Id | null | undefined, (next: Id | null | undefined) => void] {
  const [search, setSearch] = useSearchParams();
  const kept = search.get("department");
  const choose = (next: Id | null | undefined) =>
    setSearch(
      (before) => {
        if (next === undefined) before.delete("department");
        else before.set("department", next ?? "none");
        return before;
      },
      { replace: true },
    );
  return [kept === null ? undefined : kept === "none" ? null : kept, choose];
}
