import { describe, expect, it } from "vitest";
import { checkSite, newSite, originOf, withText } from "./siteForm";

describe("the form of a site", () => {
  it("makes an origin of whatever address is pasted", () => {
    expect(originOf("shop.example")).toBe("https://shop.example");
    expect(originOf(" https://Shop.Example:8443/basket?x=1 ")).toBe("https://shop.example:8443");
    expect(originOf("http://localhost:5000")).toBe("http://localhost:5000");
  });

  it("refuses what is no web address", () => {
    for (const text of ["", "shop", "ftp://shop.example", "https://", "a b.example", "https://me@shop.example"])
      expect(originOf(text), text).toBeNull();
  });

  it("falls back to the product's words when a text is emptied", () => {
    expect(withText({ tr: "Merhaba", en: "Hello" }, "tr", "  ")).toEqual({ en: "Hello" });
    expect(withText({}, "ja", "こんにちは")).toEqual({ ja: "こんにちは" });
  });

  it("wants a name and a colour", () => {
    expect(Object.keys(checkSite({ ...newSite(), color: "blue" }))).toEqual(["name", "color"]);
    expect(checkSite({ ...newSite(), name: "Shop" })).toEqual({});
  });
});
