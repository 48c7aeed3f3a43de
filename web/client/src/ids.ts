import type { Id } from "./types.ts";

let lastTime = 0;
let counter = 0;

/**
 * A UUIDv7. Ids made here one after the other sort in that order, which the outbox relies on.
 * `crypto.randomUUID` is absent on plain http, `getRandomValues` is not.
 */
export function newId(now: number = Date.now()): Id {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  // Twelve bits count within one millisecond; when they run out, or the clock steps back, we borrow from the future.
  if (now > lastTime) {
    lastTime = now;
    counter = ((bytes[6]! & 7) << 8) | bytes[7]!;
  } else if (++counter > 0xfff) {
    lastTime++;
    counter = 0;
  }
  const time = lastTime.toString(16).padStart(12, "0");
  const middle = `7${counter.toString(16).padStart(3, "0")}`;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const tail = Array.from(bytes.subarray(8), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${time.slice(0, 8)}-${time.slice(8)}-${middle}-${tail.slice(0, 4)}-${tail.slice(4)}`;
}
