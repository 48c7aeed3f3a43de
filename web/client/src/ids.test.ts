import { expect, test } from "vitest";
import { newId } from "./ids.ts";

test("ids are UUIDv7 in lower case and sort in the order they were made", () => {
  const ids = Array.from({ length: 20_000 }, () => newId());
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect([...ids].sort()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
});

test("a clock that steps back does not step the ids back", () => {
  const later = newId(Date.now() + 60_000);
  expect(newId(Date.now()) > later).toBe(true);
});
