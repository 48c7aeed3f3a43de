import { afterEach, beforeEach, expect, it } from "vitest";
import { House } from "../../../test/house";
import type { SiteRouting } from "./siteRouting";
import type { Trial } from "./tryWords";

let house: House;
const kept: SiteRouting = {
  designation: "none",
  agents: ["gone"],
  departments: [],
  regions: [{ id: "p1", regions: ["CN-ZJ"], departments: ["d1"] }],
  skills: [],
  matchLanguage: false,
  dropAfterSeconds: 60,
  tellPlace: true,
  tellWait: true,
  listMode: false,
  hideDepartments: false,
  hideOffline: false,
};
const trial: Trial = {
  at: Date.parse("2026-11-23T18:00:00Z"),
  zone: "Europe/Istanbul",
  siteOpen: true,
  siteTurnsAt: null,
  outcome: "given",
  why: null,
  availability: "waiting",
  rule: "region",
  departments: ["d1"],
  closedDepartments: [],
  policies: ["p1"],
  place: ["CN", "CN-ZJ"],
  regions: { CN: { en: "China" }, "CN-ZJ": { en: "Zhejiang" } },
  credits: [],
  eligible: [{ agent: "nora", held: 1 }],
  passedOver: [{ agent: "kenji", reason: "status" }],
  agent: "nora",
  choice: "only",
  requirementsDropped: false,
};
const zhejiang = {
  code: "CN-ZJ",
  level: "province",
  names: { en: "Zhejiang" },
  path: [{ code: "CN", names: { en: "China" } }],
  parts: true,
};
const button = (text: string) =>
  [...document.querySelectorAll("button")].find((one) => one.textContent?.trim() === text);
const radio = (text: string) =>
  [...document.querySelectorAll<HTMLInputElement>("input[type=radio]")].find((one) =>
    document.querySelector(`label[for="${one.id}"]`)?.textContent?.startsWith(text),
  );
const answer = () => document.querySelector("aside [role=status]")?.textContent ?? "";

beforeEach(async () => {
  house = new House();
  house.permissions = ["sites.manage"];
  house.departments = [{ id: "d1", name: "Export", order: 1, removed: false }];
  house.answers.set("GET /api/sites/s1", () => [200, { id: "s1", name: "Shop" }]);
  house.answers.set("GET /api/sites/s1/routing", () => [200, kept]);
  house.answers.set("GET /api/places/regions", () => [200, { items: [zhejiang] }]);
  house.answers.set("POST /api/sites/s1/routing/try", () => [200, trial]);
  await house.open("/console/manage/sites/s1/routing");
  await house.until(() => answer().includes("Nora"));
});
afterEach(() => house.close());

it("@AD-41 @AD-44 shows who would get a visitor, by which rule, and who is passed over", () => {
  expect(answer()).toContain("Nora Jansen gets it at once.");
  expect(answer()).toContain("A region policy matches Zhejiang: Export may serve.");
  expect(answer()).toContain("Kenji Moristatus lets nothing in");
  // The policy stands there under the names of its places, and who is gone is not sent back.
  expect(house.text()).toContain("Zhejiang, China");
});

it("@AD-41 @AD-44 tries what is not saved yet, and shows what is refused at its field", async () => {
  await house.click(radio("Certain departments"));
  await house.until(() => {
    const last = house.said("POST", "/api/sites/s1/routing/try").at(-1) as { routing: SiteRouting };
    return last.routing.designation === "departments";
  });
  house.answers.set("PUT /api/sites/s1/routing", () => [
    422,
    {
      code: "invalid",
      status: 422,
      errors: {
        departments: [{ code: "required", message: "Please fill this in." }],
        "regions.0.departments": [{ code: "unknown", message: "This is not there any more." }],
      },
    },
  ]);
  await house.click(button("Save"));
  await house.until(() => house.text().includes("Please fill this in."));
  expect(house.text()).toContain("This is not there any more.");
  const [sent] = house.said("PUT", "/api/sites/s1/routing") as SiteRouting[];
  expect(sent).toMatchObject({ designation: "departments", agents: [], regions: kept.regions });
});

it("@W-10 @CF-29 has no list to offer before somebody is designated", async () => {
  expect(house.text()).not.toContain("Show a list to choose from");
  await house.click(radio("Certain agents"));
  await house.until(() => house.text().includes("Show a list to choose from"));
});
