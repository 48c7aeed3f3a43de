import type { StatusBrief } from "@genkan/client/types";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { House } from "../../test/house";

let house: House;
const byLabel = (label: string) => document.querySelector<HTMLElement>(`[aria-label="${label}"]`);
const button = (text: string) =>
  [...document.querySelectorAll("button")].find((one) => one.textContent?.trim() === text);
const dialog = () => document.querySelector<HTMLElement>('[role="dialog"]');
const inDialog = (text: string) =>
  [...(dialog()?.querySelectorAll("button") ?? [])].find((one) => one.textContent?.trim() === text);
const options = () =>
  [...document.querySelectorAll<HTMLElement>('[role="option"]')].filter((one) => one.textContent !== null);
const option = (text: string) => options().find((one) => one.textContent === text);

beforeEach(() => {
  house = new House();
  house.permissions = ["agents.manage", "settings.manage"];
});
afterEach(() => house.close());

describe("the departments", () => {
  beforeEach(async () => {
    house.departments = [
      { id: "d1", name: "Sales", order: 1, removed: false },
      { id: "d2", name: "Service", order: 20, removed: false },
      { id: "d3", name: "Gone", order: 99, removed: true },
    ];
    house.nora.departments = ["d1"];
    await house.open("/console/manage/departments");
    await house.until(() => byLabel("Delete Sales"));
  });

  it("@AD-18 stand in their order, without those removed, and follow what is heard", async () => {
    const names = () => [...document.querySelectorAll("tbody tr td:first-child")].map((one) => one.textContent);
    expect(names()).toEqual(["Service", "Sales"]);
    await house.tell("department.changed", { department: { id: "d1", name: "Pre-sales", order: 30, removed: false } });
    await house.until(() => names()[0] === "Pre-sales");
  });

  it("@AD-17 ask where the people go, and where what else refers to one goes", async () => {
    let asked = 0;
    house.answers.set("DELETE /api/departments/d1", () =>
      asked++ === 0
        ? [409, { code: "department_in_use", status: 409, uses: { people: 1, policies: 2 } }]
        : [204, undefined],
    );
    await house.click(byLabel("Delete Sales"));
    await house.until(() => dialog()?.textContent?.includes("1 person works in it."));
    await house.click(inDialog("Delete"));
    await house.until(() => dialog()?.textContent?.includes("2 routing rules lead to it."));
    await house.click(dialog()?.querySelector("input"));
    await house.click(await house.until(() => option("Service")));
    // What refers to it cannot go nowhere.
    expect(options().map((one) => one.textContent)).not.toContain("Nowhere: the people only leave it");
    await house.click(inDialog("Delete"));
    await house.until(() => asked === 2);
    expect(house.calls.filter(({ method }) => method === "DELETE").map(({ search }) => search)).toEqual([
      "",
      "?moveTo=d2",
    ]);
  });

  it("@AD-17 @AD-19 adds one, and shows at its field what is wrong", async () => {
    house.answers.set("POST /api/departments", () => [
      422,
      { code: "invalid", status: 422, errors: { name: [{ code: "name_taken", message: "Already in use." }] } },
    ]);
    await house.click(button("Add department"));
    await house.until(dialog);
    await house.write(dialog()?.querySelector("input"), "Sales");
    await house.click(inDialog("Add department"));
    await house.until(() => dialog()?.textContent?.includes("Already in use."));
    expect(house.said("POST", "/api/departments")[0]).toMatchObject({ name: "Sales", order: 0 });
  });
});

describe("the statuses", () => {
  const own: StatusBrief = { key: "s1", name: "Lunch", automatic: false, pick: false, accept: false, transfer: false };

  beforeEach(async () => {
    house.statuses = [...house.statuses, own];
    house.answers.set("GET /api/statuses", () => [200, { items: house.statuses }]);
    house.answers.set("GET /api/settings/agents", () => [200, { initialStatus: "away" }]);
    await house.open("/console/manage/statuses");
    await house.until(() => byLabel("Busy: Transfers"));
  });

  it("@CF-07 @ST-20 @ST-21 sends what was switched, and nothing else", async () => {
    house.answers.set("PATCH /api/statuses/busy", () => [200, {}]);
    house.answers.set("PATCH /api/statuses/s1", () => [200, {}]);
    await house.click(byLabel("Busy: Transfers"));
    await house.click(byLabel("Lunch: Pick"));
    await house.click(button("Save"));
    await house.until(() => house.said("PATCH", "/api/statuses/s1").length === 1);
    expect(house.said("PATCH", "/api/statuses/busy")).toEqual([{ transfer: false }]);
    expect(house.said("PATCH", "/api/statuses/s1")).toEqual([{ pick: true }]);
    expect(house.said("PUT", "/api/settings/agents")).toEqual([]);
  });

  it("@ST-15 keeps Offline shut", () =>
    expect((byLabel("Offline: Transfers") as HTMLInputElement).disabled).toBe(true));

  it("@CF-08 @ST-10 sets where one stands after signing in", async () => {
    house.answers.set("PUT /api/settings/agents", (body) => [200, body]);
    await house.click([...document.querySelectorAll("input")].find((one) => one.value === "Away"));
    await house.click(await house.until(() => option("The one they had last")));
    await house.click(button("Save"));
    await house.until(() => house.said("PUT", "/api/settings/agents").length === 1);
    expect(house.said("PUT", "/api/settings/agents")).toEqual([{ initialStatus: "last" }]);
  });
});
