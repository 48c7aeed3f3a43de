import { expect, it } from "vitest";
import { refusalOf } from "./avatarFile";

it("@AD-07 takes PNG, JPEG and WebP up to 256 KiB and refuses the rest by its reason", () => {
  expect(refusalOf({ type: "image/png", size: 256 * 1024 })).toBeNull();
  expect(refusalOf({ type: "image/webp", size: 1 })).toBeNull();
  expect(refusalOf({ type: "image/jpeg", size: 256 * 1024 + 1 })).toBe("size");
  expect(refusalOf({ type: "image/svg+xml", size: 10 })).toBe("kind");
});
