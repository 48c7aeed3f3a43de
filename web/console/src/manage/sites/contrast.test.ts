import fc from "fast-check";
import { expect, it } from "vitest";
import { contrast, isColor, readableNear, wordsOn } from "./contrast";

const colour = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, "0")}`);

it("measures contrast as WCAG does", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21);
  expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
});

it("chooses the words that are easier to read on a colour", () => {
  expect(wordsOn("#2f4b8a")).toMatchObject({ color: "#ffffff", readable: true });
  expect(wordsOn("#ffd400")).toMatchObject({ color: "#14171b", readable: true });
});

it("always offers a colour on which white can be read", () => {
  fc.assert(fc.property(colour, (ground) => contrast(readableNear(ground), "#ffffff") >= 4.5));
});

it("leaves a colour that is dark enough as it is", () => {
  expect(readableNear("#2f4b8a")).toBe("#2f4b8a");
});

it("knows a colour when it sees one", () => {
  expect(isColor("#2F4b8a")).toBe(true);
  expect(isColor("2f4b8a")).toBe(false);
  expect(isColor("#fff")).toBe(false);
});
