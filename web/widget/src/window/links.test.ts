import fc from "fast-check";
import { expect, test } from "vitest";
import { findLinks } from "./links.ts";

const links = (text: string) => findLinks(text).flatMap(({ text: shown, href }) => (href ? [[shown, href]] : []));

test.each([
  ["see https://a.example/x.", [["https://a.example/x", "https://a.example/x"]]],
  ["(https://a.example/wiki/B_(c))", [["https://a.example/wiki/B_(c)", "https://a.example/wiki/B_(c)"]]],
  ["詳細はhttps://a.example/日本をご覧", [["https://a.example/", "https://a.example/"]]],
  ["HTTP://A.example", [["HTTP://A.example", "http://a.example/"]]],
  ["www.a.example!", [["www.a.example", "https://www.a.example/"]]],
  ["me.too@a.example, please", [["me.too@a.example", "mailto:me.too@a.example"]]],
  ["mailto:x@a.example", [["mailto:x@a.example", "mailto:x@a.example"]]],
  ["javascript:alert(1) data:text/html,x file:///etc vbscript:x", []],
  ["https:// http://", []],
])("@RT-18 in %j one can click %j", (text, expected) => {
  expect(links(text)).toEqual(expected);
});

test("@RT-18 whatever is written, it is shown as written and only harmless addresses are links", () => {
  const bits = fc.constantFrom(
    "http://",
    "https://",
    "javascript:",
    "mailto:",
    "www.",
    "a.b",
    "@",
    "<",
    ">",
    '"',
    " ",
    "\n",
    "(",
    ")",
    "。",
    "😀",
    "%00",
    "\\",
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(bits, fc.string({ maxLength: 6 })), { maxLength: 12 }), (parts) => {
      const text = parts.join("");
      const pieces = findLinks(text);
      expect(pieces.map((piece) => piece.text).join("")).toBe(text);
      for (const { href } of pieces) if (href) expect(href).toMatch(/^(https?:\/\/[^/]|mailto:)/);
    }),
  );
});
