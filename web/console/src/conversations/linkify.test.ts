import { describe, expect, it } from "vitest";
import { linkify } from "./linkify";

const links = (text: string) => linkify(text).flatMap(({ href }) => href ?? []);

describe("links in a message", () => {
  it("@RT-18 makes web and mail addresses clickable and keeps every character as written", () => {
    const text = "Bakın: https://shop.example/çanta?x=1&y=2 ve mailto:ayse@shop.example, www.shop.example.";
    expect(links(text)).toEqual([
      "https://shop.example/%C3%A7anta?x=1&y=2",
      "mailto:ayse@shop.example",
      "https://www.shop.example/",
    ]);
    expect(
      linkify(text)
        .map((piece) => piece.text)
        .join(""),
    ).toBe(text);
  });

  it("never makes a link of another scheme", () => {
    for (const text of [
      "javascript:alert(1)",
      "JaVaScRiPt:alert(1)//https:",
      "data:text/html,<script>alert(1)</script>",
      "vbscript:x",
      "file:///etc/passwd",
      "https://",
      "mailto:",
    ]) {
      expect(links(text), text).toEqual([]);
    }
  });

  it("leaves punctuation and unopened brackets outside", () => {
    expect(links("(see https://a.example/b).")).toEqual(["https://a.example/b"]);
    expect(links("https://a.example/wiki/X_(y) ok")).toEqual(["https://a.example/wiki/X_(y)"]);
    expect(links("こちら「https://a.example/道」をご覧ください。")).toEqual(["https://a.example/%E9%81%93"]);
  });
});
