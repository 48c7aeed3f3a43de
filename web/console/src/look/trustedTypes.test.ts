import { expect, test } from "vitest";
import { onlyText } from "./trustedTypes";

test("styles pass, anything that could become an element does not @SP-10", () => {
  expect(onlyText(":root > a[href]::after { content: '&' }")).not.toBeNull();
  for (const markup of ["<b>", "a<!--", "<script>alert(1)</script>", "</style><img onerror=x>"]) {
    expect(onlyText(markup)).toBeNull();
  }
});
