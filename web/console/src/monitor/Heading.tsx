import { IconChevronDown } from "../look/icons";
import { useSay } from "../words/Words";
import css from "./Monitor.module.css";
import type { Order } from "./monitorState";

interface Props<K extends string> {
  by: K;
  words: string;
  order: Order<K>;
  onSort(by: K): void;
}

/** A heading that sorts; the arrow points the way the values grow. */
export function SortButton<K extends string>({ by, words, order, onSort }: Props<K>) {
  const say = useSay();
  return (
    <button type="button" className={css.sort} title={say("console.monitor_sort")} onClick={() => onSort(by)}>
      {words}
      {order.by === by && <IconChevronDown size={12} className={css.arrow} data-way={order.way} aria-hidden="true" />}
    </button>
  );
}

export const ariaSort = <K extends string>(by: K, order: Order<K>): "ascending" | "descending" | "none" =>
  order.by !== by ? "none" : order.way === "up" ? "ascending" : "descending";
