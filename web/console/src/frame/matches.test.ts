import { expect, it } from "vitest";
import { matches } from "./matches";

it("finds by parts of words, whatever the case, the accents and the Turkish i", () => {
  expect(matches("İstanbul Şubesi", "istanbul sube", "tr")).toBe(true);
  expect(matches("Işık Yıldız", "isik yildiz", "tr")).toBe(true);
  expect(matches("訪問者 123456", "1234", "ja")).toBe(true);
  expect(matches("Set status to Away", "status away", "en")).toBe(true);
  expect(matches("Set status to Away", "status busy", "en")).toBe(false);
});
