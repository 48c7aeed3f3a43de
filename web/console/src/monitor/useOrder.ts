import { useSearchParams } from "wouter";
import { type Order, turned } from "./monitorState";

/** The order of a list, kept in the address as `name=by.way`. */
export function useOrder<K extends string>(
  name: string,
  keys: readonly K[],
  usual: Order<K>,
): [Order<K>, (by: K) => void] {
  const [search, setSearch] = useSearchParams();
  const [by, way] = search.get(name)?.split(".") ?? [];
  const known = keys.find((key) => key === by);
  const order: Order<K> = known ? { by: known, way: way === "down" ? "down" : "up" } : usual;
  const sort = (next: K) =>
    setSearch(
      (before) => {
        const { by, way } = turned(order, next);
        before.set(name, `${by}.${way}`);
        return before;
      },
      { replace: true },
    );
  return [order, sort];
}
