import { expect, test } from "vitest";
import { contrast, inkOn, readableOn } from "./color.ts";

const colors = ["#2f4b8a", "#ffffff", "#000000", "#ffd400", "#777777", "#c4402b", "#00ff00", "#16181b", "#faf8f5"];

test.each(colors)("whatever colour a site chose (%s), what stands on it and in it can be read", (color) => {
  expect(contrast(color, inkOn(color))).toBeGreaterThanOrEqual(4.2);
  for (const ground of ["#faf8f5", "#1e2125"])
    expect(contrast(readableOn(color, ground), ground)).toBeGreaterThanOrEqual(4.5);
});
