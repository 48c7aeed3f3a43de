import { expect, it } from "vitest";
import { languageChoices } from "./languageChoices";

const labels = (reader: string, chosen: string[] = [], typed = "") =>
  languageChoices(reader, chosen, typed).map(({ label }) => label);

it("names languages in the reader's own", () => {
  expect(labels("en")).toContain("Turkish (tr)");
  expect(labels("tr")).toContain("Japonca (ja)");
});

it("offers a tag nobody listed once it is typed, and keeps what is chosen", () => {
  expect(labels("en")).not.toContain("Icelandic (is)");
  expect(labels("en", [], "IS")).toContain("Icelandic (is)");
  expect(labels("en", ["cy"])).toContain("Welsh (cy)");
  expect(labels("en", [], "turkish!")).toEqual(labels("en"));
});
