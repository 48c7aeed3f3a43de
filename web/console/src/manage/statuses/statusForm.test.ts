import type { StatusBrief } from "@genkan/client/types";
import { expect, it } from "vitest";
import { letsNothing, toPatches, withStatus } from "./statusForm";

const none = { automatic: false, pick: false, accept: false, transfer: false };
const busy: StatusBrief = { key: "busy", name: null, ...none, pick: true, accept: true, transfer: true };
const lunch: StatusBrief = { key: "1", name: "Lunch", ...none };

it("@CF-07 @ST-20 sends of each status what differs, and nothing of the others", () => {
  expect(toPatches([busy, lunch], [busy, lunch])).toEqual([]);
  expect(toPatches([busy, lunch], withStatus([busy, lunch], "busy", { transfer: false }))).toEqual([
    { key: "busy", body: { transfer: false } },
  ]);
});

it("@ST-21 renames an own one", () => {
  const draft = withStatus([busy, lunch], "1", { name: " Lunch break ", pick: true });
  expect(toPatches([busy, lunch], draft)).toEqual([{ key: "1", body: { name: "Lunch break", pick: true } }]);
});

it("@ST-15 Offline lets nothing through, whoever asks", () => {
  expect([busy, lunch, { ...lunch, key: "offline", name: null }].map(letsNothing)).toEqual([false, false, true]);
});
