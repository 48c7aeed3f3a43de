import type { Conversation, MonitoredVisitor } from "@genkan/client/types";
import { Button } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type CSSProperties, type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import { Link } from "wouter";
import { useDeskState } from "../conversations/DeskProvider";
import type { DeskState } from "../conversations/deskState";
import { Light } from "../conversations/MineRow";
import { nameOf } from "../conversations/visitorName";
import { IconEnd } from "../look/icons";
import { AskOnce } from "../manage/AskOnce";
import { usePopups } from "../popups/Popups";
import { api } from "../session/api";
import { span } from "../words/times";
import type { Say } from "../words/Words";
import { useWords } from "../words/Words";
import { Waited } from "./Agents";
import { ariaSort, SortButton } from "./Heading";
import css from "./Monitor.module.css";
import { sorted } from "./monitorState";
import { useOrder } from "./useOrder";

const keys = ["visitor", "state", "unanswered", "agent", "department", "site"] as const;
type Key = (typeof keys)[number];

const rowHeight = 40;
const tallRow = 68;
const narrow = "(max-width: 760px)";

/** D-05, D-06: who waits and who is in chat, the longest first; only the rows in sight are drawn. */
export function Visitors({ visitors, now }: { visitors: readonly MonitoredVisitor[]; now: number }) {
  const { say, language } = useWords();
  const desk = useDeskState();
  const [asked, setAsked] = useState<MonitoredVisitor | null>(null);
  const [order, sort] = useOrder<Key>("sort", keys, { by: "state", way: "up" });
  const scroller = useRef<HTMLTableSectionElement>(null);
  const isNarrow = useNarrow();
  const rows = useMemo(() => {
    const keysOf = {
      visitor: (one: MonitoredVisitor) => [nameOf(say, one)],
      state: (one: MonitoredVisitor) => [one.state === "waiting" ? 0 : 1, one.since],
      unanswered: (one: MonitoredVisitor) => [one.unansweredSince],
      agent: (one: MonitoredVisitor) => [one.agent && (desk.agents[one.agent]?.name ?? null), one.since],
      department: (one: MonitoredVisitor) => [scopeWords(one, desk, say), one.since],
      site: (one: MonitoredVisitor) => [desk.sites[one.site]?.name ?? null, one.since],
    };
    return sorted(visitors, keysOf[order.by], ({ id }) => id, order.way, language);
  }, [visitors, desk, order.by, order.way, language, say]);
  const several = Object.values(desk.sites).filter(({ removed }) => !removed).length > 1;
  const columns: [Key, string][] = [
    ["visitor", say("console.monitor_visitor")],
    ["state", say("console.monitor_state")],
    ["unanswered", say("console.monitor_unanswered")],
    ["agent", say("console.monitor_agent")],
    ["department", say("console.monitor_department")],
    ...(several ? ([["site", say("console.monitor_site")]] as [Key, string][]) : []),
  ];
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    getItemKey: (index) => rows[index]?.id ?? index,
    estimateSize: () => (isNarrow ? tallRow : rowHeight),
    overscan: 12,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows have another height there
  useEffect(() => virtual.measure(), [isNarrow]);

  const room = { "--all": `${virtual.getTotalSize()}px` } as CSSProperties;

  return (
    <section className={css.visitors} aria-labelledby="visitors">
      <h2 id="visitors" className={css.heading}>
        {say("console.monitor_list")}
        <span className={css.count}>{rows.length}</span>
      </h2>
      <table
        className={css.grid}
        data-several={several || undefined}
        aria-labelledby="visitors"
        aria-rowcount={rows.length + 1}
      >
        <thead className={css.head}>
          <tr className={css.line} aria-rowindex={1}>
            {columns.map(([by, words]) => (
              <th key={by} scope="col" aria-sort={ariaSort(by, order)}>
                <SortButton by={by} words={words} order={order} onSort={sort} />
              </th>
            ))}
            <th scope="col">
              <span className="unseen">{say("console.end_do")}</span>
            </th>
          </tr>
        </thead>
        <tbody className={css.scroller} ref={scroller} style={room} onKeyDown={walk}>
          {virtual.getVirtualItems().map(({ index, key, start, size }) => {
            const one = rows[index];
            return (
              one && (
                <Row
                  key={key}
                  visitor={one}
                  desk={desk}
                  index={index}
                  start={start}
                  size={size}
                  now={now}
                  several={several}
                  onEnd={() => setAsked(one)}
                />
              )
            );
          })}
        </tbody>
      </table>
      {rows.length === 0 && <p className={css.empty}>{say("console.monitor_nobody")}</p>}
      <EndHanging asked={asked} onClose={() => setAsked(null)} />
    </section>
  );
}

interface RowProps {
  visitor: MonitoredVisitor;
  desk: DeskState;
  index: number;
  start: number;
  size: number;
  now: number;
  several: boolean;
  onEnd(): void;
}

function Row({ visitor, desk, index, start, size, now, several, onEnd }: RowProps) {
  const { say, language } = useWords();
  const { state, agent } = visitor;
  const name = nameOf(say, visitor);
  const scope = scopeWords(visitor, desk, say);
  return (
    <tr
      className={css.line}
      data-row-of={visitor.id}
      aria-rowindex={index + 2}
      style={{ blockSize: size, transform: `translateY(${start}px)` }}
    >
      <td className={css.who}>
        <Light on={visitor.here} />
        <Link
          href={`/history/${visitor.id}`}
          className={css.name}
          data-row
          dir="auto"
          lang={visitor.language ?? undefined}
        >
          {name}
        </Link>
      </td>
      <td className={css.since} data-state={state}>
        {say(state === "waiting" ? "console.monitor_waits" : "console.monitor_in_chat")}
        {state === "waiting" ? (
          <Waited since={visitor.since} now={now} />
        ) : (
          <span className={css.soft}>{span(Math.max(0, now - visitor.since), language, say)}</span>
        )}
      </td>
      <td className={css.unanswered}>
        <Waited since={visitor.unansweredSince} now={now} />
      </td>
      <td className={css.name} dir="auto">
        {agent ? desk.agents[agent]?.name : <span className={css.soft}>–</span>}
      </td>
      <td className={css.name} dir="auto" title={scope}>
        {scope}
      </td>
      {several && (
        <td className={css.name} dir="auto">
          {desk.sites[visitor.site]?.name}
        </td>
      )}
      <td className={css.deed}>
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          leftSection={<IconEnd size={14} />}
          aria-label={say("console.monitor_end_of", { visitor: name })}
          onClick={onEnd}
        >
          {say("console.end_now")}
        </Button>
      </td>
    </tr>
  );
}

/** D-06: asked once; what one of the two sides has ended meanwhile stays as it is. */
function EndHanging({ asked, onClose }: { asked: MonitoredVisitor | null; onClose(): void }) {
  const { say } = useWords();
  const { tell } = usePopups();
  // Its words stay while the dialog goes.
  const [shown, setShown] = useState(asked);
  if (asked && asked !== shown) setShown(asked);
  const visitor = shown ? nameOf(say, shown) : "";

  async function end() {
    if (!asked) return;
    const now = await api<Conversation>("POST", `/api/conversations/${asked.id}/close`);
    onClose();
    const words = now.endType === "system" ? "console.monitor_ended" : "console.monitor_was_over";
    tell({ key: `close-${asked.id}`, text: say(words, { visitor }) });
  }

  return (
    <AskOnce
      opened={asked !== null}
      title={say("console.end_title", { visitor })}
      yes={say("console.end_do")}
      no={say("console.cancel")}
      onYes={end}
      onNo={onClose}
    >
      {say("console.monitor_end_text")}
    </AskOnce>
  );
}

function scopeWords({ departments, named }: MonitoredVisitor, desk: DeskState, say: Say): string {
  if (departments.length > 0) return departments.map((id) => desk.departments[id]?.name ?? "").join(", ");
  return say(named ? "console.monitor_named" : "console.monitor_everybody");
}

function useNarrow(): boolean {
  const [is, setIs] = useState(() => matchMedia(narrow).matches);
  useEffect(() => {
    const media = matchMedia(narrow);
    const onChange = () => setIs(media.matches);
    media.addEventListener("change", onChange);
    return () => media.removeEventListener("change", onChange);
  }, []);
  return is;
}

/** Up and down go along the rows. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined || !(event.target instanceof HTMLElement) || !event.target.matches("[data-row]")) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-row]")];
  event.preventDefault();
  rows[rows.indexOf(event.target) + step]?.focus();
}
