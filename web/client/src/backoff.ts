/** Nobody should wait longer than this for the first try after the server is back. */
const longest = 10_000;

/** Milliseconds to wait before try number `tries` (from 1): doubling, with jitter so that a crowd does not return at once. */
export function backoff(tries: number, random: () => number = Math.random): number {
  return Math.min(longest, 250 * 2 ** Math.min(tries, 10)) * (0.5 + random() / 2);
}
