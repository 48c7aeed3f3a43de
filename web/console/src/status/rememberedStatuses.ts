import { builtIn, type Named, withoutOwn } from "./statuses";

const place = "genkan.statuses";

/** The own ones of the organisation this browser was last signed in to: the door cannot ask for them, nobody is signed in there. */
export function rememberStatuses(list: readonly Named[]): void {
  const own = list.filter(({ name }) => name !== null).map(({ key, name }) => ({ key, name }));
  attempt(() => (own.length > 0 ? localStorage.setItem(place, JSON.stringify(own)) : localStorage.removeItem(place)));
}

/** The built-in ones, then those. */
export function rememberedStatuses(): readonly Named[] {
  const kept = attempt(() => JSON.parse(localStorage.getItem(place) ?? "[]") as unknown);
  return Array.isArray(kept) ? [...withoutOwn, ...kept.filter(isNamed)] : withoutOwn;
}

const isNamed = (one: Partial<Named> | null): one is Named =>
  typeof one?.key === "string" && typeof one.name === "string" && !builtIn.includes(one.key as never);

function attempt<T>(deed: () => T): T | undefined {
  try {
    return deed();
  } catch {
    return undefined;
  }
}
