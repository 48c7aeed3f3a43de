import { afterEach, beforeEach, expect, it } from "vitest";
import { conversation, House, inChat } from "../../test/house";
import { forgetReceivers } from "./transferTargets";

let house: House;
const dialog = () => document.querySelector<HTMLElement>('[role="dialog"][aria-label="Transfer to"]');
const buttons = (within: ParentNode = document) => [...within.querySelectorAll("button")];
const button = (text: string, within?: ParentNode) =>
  buttons(within).find((one) => one.textContent?.trim().startsWith(text));
const names = () => buttons(dialog() ?? document.createElement("i")).map((one) => one.textContent?.trim());
const agent = (id: string, name: string, departments: string[]) => ({
  ...house.kenji,
  id,
  name,
  status: "online",
  departments,
});
const here = (...them: [id: string, held: number, transfer?: boolean][]) =>
  house.signal("colleagues", {
    here: [["nora", 1] as [string, number], ...them].map(([id, held, transfer = true]) => ({
      agent: id,
      held,
      transfer,
    })),
  });
const open = async () => {
  await house.click(await house.until(() => button("Transfer", document.querySelector("main") ?? document)));
  await house.until(dialog);
};
const handTo = async (name: string) => {
  await open();
  await house.click(await house.until(() => button(name, dialog() as HTMLElement)));
  await house.until(() => house.text().includes(`over to ${name}?`));
  await house.click(
    buttons()
      .filter((one) => one.textContent === "Transfer")
      .at(-1),
  );
};

beforeEach(() => {
  forgetReceivers();
  house = new House();
  house.departments = [
    { id: "care", name: "Care", order: 1, removed: false },
    { id: "sales", name: "Sales", order: 9, removed: false },
  ];
  house.others = [agent("ada", "Ada", ["sales"]), agent("ben", "Ben", ["sales", "care"]), agent("cem", "Cem", [])];
  house.mine = [inChat("a", { nickname: "Ayşe" })];
});
afterEach(() => house.close());

it("@TR-03 @TR-06 @CF-28 the list is a tree by department in their order, with what each holds", async () => {
  await house.open("/console/conversations/a");
  await here(["ada", 2], ["ben", 0], ["cem", 4, false]);
  await open();
  expect(names()).toEqual([
    "Sales2 here",
    "Anybody in Sales",
    "Ada(2)",
    "Ben(0)",
    "Care1 here",
    "Anybody in Care",
    "Ben(0)",
    "Without department1 here",
    "Cem(4)",
  ]);
  // Transfers do not reach the status Cem is in.
  expect(button("Cem", dialog() as HTMLElement)?.disabled).toBe(true);
  await here(["ada", 3], ["ben", 0]);
  await house.until(() => names().includes("Ada(3)") && !names().includes("Cem(4)"));
});

it("@TR-04 a click on a department folds and unfolds it", async () => {
  await house.open("/console/conversations/a");
  await here(["ada", 0], ["ben", 0]);
  await open();
  await house.click(button("Sales", dialog() as HTMLElement));
  expect(names()).toEqual(["Sales2 here", "Care1 here", "Anybody in Care", "Ben(0)"]);
  await house.click(button("Sales", dialog() as HTMLElement));
  expect(names()).toContain("Ada(0)");
});

it("@CF-28 @TR-10 as a plain list it has the colleagues signed in and nobody else", async () => {
  house.routing = { chat: "automatic", transferList: "plain" };
  await house.open("/console/conversations/a");
  await here(["ben", 0], ["ada", 1]);
  await open();
  expect(names()).toEqual(["Ada(1)", "Ben(0)"]);
});

it("@TR-07 @TR-08 @TR-09 the last three stand at the top, the latest first, each once, and only in this page's memory", async () => {
  const wanted = ["Ada", "Ben", "Cem", "Ben", "Deniz"];
  house.others = ["Ada", "Ben", "Cem", "Deniz"].map((name) => agent(name.toLowerCase(), name, []));
  house.mine = [...wanted, "last"].map((_, at) => inChat(`c${at}`, { nickname: `Guest ${at}` }));
  for (const { id } of house.mine)
    house.answers.set(`POST /api/conversations/${id}/transfer`, (body) => [
      200,
      { id, state: "inChat", agent: (body as { agent: string }).agent },
    ]);
  await house.open("/console/conversations");
  await here(["ada", 0], ["ben", 0], ["cem", 0], ["deniz", 0]);
  const row = (at: number) =>
    [...document.querySelectorAll("[data-row]")].find((one) => one.textContent?.includes(`Guest ${at}`));
  for (const [at, name] of wanted.entries()) {
    await house.click(await house.until(() => row(at)));
    await handTo(name);
    await house.until(() => house.said("POST", `/api/conversations/c${at}/transfer`).length > 0);
    await house.tell(
      "conversation.transferred",
      { conversation: inChat(`c${at}`, { agent: name.toLowerCase(), turn: 9 }) },
      `c${at}`,
    );
    await house.until(() => !row(at));
  }
  await house.click(row(5));
  await open();
  const recent = dialog()?.querySelector('section[aria-label="Lately"]') as HTMLElement;
  expect(buttons(recent).map((one) => one.textContent)).toEqual(["Deniz(0)", "Ben(0)", "Cem(0)"]);
  expect(JSON.stringify({ ...localStorage })).not.toContain("deniz");
});

it("@TR-11 alone, the button shows who waits instead, and takes one", async () => {
  house.waiting = [conversation("w", { nickname: "Mehmet" })];
  await house.open("/console/conversations/a");
  await here();
  await open();
  expect(dialog()?.textContent).toContain("No colleague is signed in");
  await house.click(button("Mehmet", dialog() as HTMLElement));
  await house.until(() => house.said("POST", "/api/conversations/w/accept").length === 1);
});
