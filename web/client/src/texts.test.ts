import { expect, test } from "vitest";
import { matchLanguage } from "./languages.ts";
import { createSay, upper } from "./texts.ts";

const table = {
  "m.new_one": "{count} new message from {name}",
  "m.new_other": "{count} new messages",
  plain: "Hello {who}",
};

test("plurals follow the language, numbers are written its way, unknown holes stay visible", () => {
  const en = createSay(table, "en");
  expect(en("m.new", { count: 1, name: "Ayşe" })).toBe("1 new message from Ayşe");
  expect(en("m.new", { count: 1200, name: "Ayşe" })).toBe("1,200 new messages");
  expect(en("plain")).toBe("Hello {who}");
  expect(en("plain", { other: 1 })).toBe("Hello {who}");
  expect(createSay({ "m.new_other": "新着{count}件" }, "ja")("m.new", { count: 1 })).toBe("新着1件");
  expect(createSay({ "m.new_other": "{count} yeni" }, "tr")("m.new", { count: 1200 })).toBe("1.200 yeni");
});

test("values are never read as patterns", () => {
  expect(createSay(table, "en")("plain", { who: "$& {who}" })).toBe("Hello $& {who}");
});

test("Turkish letters are made large the Turkish way", () => {
  expect(upper("istanbul ılık", "tr")).toBe("İSTANBUL ILIK");
  expect(upper("istanbul", "en")).toBe("ISTANBUL");
});

test.each([
  ["tr-TR", "tr"],
  ["EN", "en"],
  ["ja_JP", "ja"],
  ["zh", "zh-Hans"],
  ["zh-CN", "zh-Hans"],
  ["zh-TW", "zh-Hant"],
  ["zh-Hant-HK", "zh-Hant"],
  ["zh-Hans-HK", "zh-Hans"],
  ["de", undefined],
  ["", undefined],
])("the tag %s means %s", (tag, language) => {
  expect(matchLanguage(tag)).toBe(language);
});
