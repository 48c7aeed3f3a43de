import type { Id, Language } from "@genkan/client/types";
import { Button } from "@mantine/core";
import { useVirtualizer, type VirtualItem } from "@tanstack/react-virtual";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { IconChevronDown } from "../look/icons";
import { Loading } from "../look/Loading";
import { dayLine } from "../words/times";
import { useWords } from "../words/Words";
import { BubbleRow } from "./BubbleRow";
import { SystemLine } from "./SystemLine";
import css from "./Timeline.module.css";
import { type StaffBubble, type TimelineRow, timelineRows } from "./timelineRows";

export interface OwnDeeds {
  open: boolean;
  onEdit(bubble: StaffBubble): void;
}

interface Props {
  id: Id;
  bubbles: readonly StaffBubble[];
  unreadAfter: number | null;
  fetching?: "now" | "failed" | undefined;
  older: boolean;
  onOlder(): void;
  onFetchAgain(): void;
  /** The visitor's, for the right shapes of Han characters. */
  language: Language | null;
  /** Absent where one only reads. */
  own?: OwnDeeds;
}

/** Where each conversation was left, and how high its rows are, so that coming back moves nothing. */
const left = new Map<Id, { offset: number; atEnd: boolean; measured: VirtualItem[] }>();
const nearEnd = 60;

export function Timeline({ id, bubbles, unreadAfter, fetching, older, onOlder, onFetchAgain, language, own }: Props) {
  const { say } = useWords();
  const rows = useMemo(() => timelineRows(bubbles, unreadAfter), [bubbles, unreadAfter]);
  const scroller = useRef<HTMLElement>(null);
  const before = left.get(id);
  const atEnd = useRef(before?.atEnd ?? true);
  const [below, setBelow] = useState(false);

  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    getItemKey: (index) => rows[index]?.key ?? index,
    estimateSize: (index) => (rows[index]?.kind === "bubble" ? 56 : 40),
    overscan: 12,
    paddingStart: 16,
    paddingEnd: 16,
    ...(before && { initialOffset: before.offset, initialMeasurementsCache: before.measured }),
  });
  const size = virtual.getTotalSize();
  useAnchor(rows, virtual, atEnd);

  // At the end one stays at the end, whatever comes or grows.
  const newest = rows.at(-1)?.key;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new row and each new height is the reason
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element && atEnd.current) element.scrollTop = element.scrollHeight;
  }, [newest, size]);

  // Also when the preview strip or a growing composer takes some of the height.
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const watch = new ResizeObserver(() => {
      if (atEnd.current) element.scrollTop = element.scrollHeight;
    });
    watch.observe(element);
    return () => watch.disconnect();
  }, []);

  // What does not fill the height cannot be scrolled, so older words would never be asked for.
  useEffect(() => {
    const element = scroller.current;
    if (element && older && fetching === undefined && element.scrollHeight <= element.clientHeight) onOlder();
  });

  // One's own words bring one to the end.
  const lastOwn = bubbles.at(-1)?.mine ? bubbles.at(-1)?.id : undefined;
  const [seenOwn, setSeenOwn] = useState(lastOwn);
  useEffect(() => {
    if (lastOwn === seenOwn) return;
    setSeenOwn(lastOwn);
    if (lastOwn) toEnd();
  });

  useEffect(
    () => () => {
      left.set(id, {
        offset: virtual.scrollOffset ?? 0,
        atEnd: atEnd.current,
        measured: virtual.measurementsCache,
      });
    },
    [id, virtual],
  );

  function onScroll() {
    const element = scroller.current;
    if (!element) return;
    atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < nearEnd;
    setBelow(!atEnd.current);
    if (element.scrollTop < 300 && older && fetching !== "now") onOlder();
  }

  function toEnd() {
    atEnd.current = true;
    setBelow(false);
    if (scroller.current) scroller.current.scrollTop = scroller.current.scrollHeight;
  }

  return (
    <div className={css.around}>
      <section
        className={css.scroller}
        ref={scroller}
        onScroll={onScroll}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable with the keyboard
        tabIndex={0}
        aria-label={say("console.timeline")}
      >
        {fetching === "now" && rows.length === 0 && <Loading />}
        {fetching === "failed" && (
          <p className={css.failed} role="alert">
            {say("console.fetch_failed")}
            <Button variant="default" size="compact-xs" onClick={onFetchAgain}>
              {say("console.try_again")}
            </Button>
          </p>
        )}
        <div className={css.all} style={{ blockSize: size }}>
          {virtual.getVirtualItems().map((item) => {
            const row = rows[item.index];
            return (
              row && (
                <div
                  key={item.key}
                  ref={virtual.measureElement}
                  data-index={item.index}
                  className={css.row}
                  style={{ transform: `translateY(${item.start}px)` }}
                >
                  <Row row={row} conversation={id} language={language} own={own} />
                </div>
              )
            );
          })}
        </div>
      </section>
      {below && (
        <button type="button" className={css.toEnd} onClick={toEnd}>
          <IconChevronDown size={16} aria-hidden="true" />
          {say("console.to_newest")}
        </button>
      )}
    </div>
  );
}

interface RowProps {
  row: TimelineRow;
  conversation: Id;
  language: Language | null;
  own: OwnDeeds | undefined;
}

function Row({ row, conversation, language, own }: RowProps) {
  const { say, language: mine } = useWords();
  switch (row.kind) {
    case "day":
      return <h3 className={css.day}>{dayLine(row.at, mine)}</h3>;
    case "unread":
      return <p className={css.unread}>{say("console.unread_from_here")}</p>;
    case "line":
      return <SystemLine message={row.message} />;
    case "bubble":
      return <BubbleRow row={row} conversation={conversation} language={language} own={own} />;
  }
}

/** Older rows put on top must not move what one is reading. */
function useAnchor(
  rows: readonly TimelineRow[],
  virtual: ReturnType<typeof useVirtualizer<HTMLElement, Element>>,
  atEnd: { current: boolean },
): void {
  const was = useRef<{ key: string; offset: number } | null>(null);
  const firstBubble = rows.findIndex(({ kind }) => kind === "bubble" || kind === "line");
  const key = rows[firstBubble]?.key;

  useLayoutEffect(() => {
    const previous = was.current;
    if (previous && key !== previous.key && !atEnd.current) {
      const index = rows.findIndex((row) => row.key === previous.key);
      const start = index < 0 ? undefined : virtual.getOffsetForIndex(index, "start")?.[0];
      const moved = start === undefined ? 0 : start - previous.offset;
      if (moved > 0) virtual.scrollToOffset((virtual.scrollOffset ?? 0) + moved);
    }
    const offset = firstBubble < 0 ? undefined : virtual.getOffsetForIndex(firstBubble, "start")?.[0];
    was.current = key === undefined || offset === undefined ? null : { key, offset };
  });
}
