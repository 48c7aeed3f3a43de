import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { conversation, House, inChat, words } from "../../test/house";

let house: House;
const row = (name: string) =>
  [...document.querySelectorAll<HTMLElement>("[data-row]")].find((one) => one.textContent?.includes(name));
const item = (name: string) => row(name)?.closest("li");
const statuses = () =>
  [...document.querySelectorAll("button[data-status]")].map((one) => one.getAttribute("data-status"));
const menuItem = (text: string) =>
  [...document.querySelectorAll('[role="menuitem"]')].find((one) => one.textContent?.includes(text));
const button = (text: string) =>
  [...document.querySelectorAll("button")].find((one) => one.textContent?.trim() === text);

beforeEach(() => {
  house = new House();
});
afterEach(() => house.close());

describe("the status control", () => {
  it("@ST-17 @ST-18 @ST-19 stands in band, desk list and status bar, and all show a change at once", async () => {
    await house.open();
    await house.until(() => statuses().length === 3);
    expect(statuses()).toEqual(["online", "online", "online"]);
    await house.click(document.querySelector("footer button[data-status]"));
    await house.click(await house.until(() => menuItem("On a break")));
    await house.until(() => statuses().every((status) => status === "break"));
    expect(house.said("PUT", "/api/me/status")).toEqual([{ status: "break" }]);
  });

  it("@ST-21 @AC-38 offers the organisation's own statuses, as they are now", async () => {
    const own = { automatic: false, pick: false, accept: false, transfer: true };
    house.statuses = [...house.statuses, { key: "s1", name: "Lunch", ...own }];
    house.answers.set("PUT /api/me/status", (body) => [200, { ...(body as object), at: 1 }]);
    await house.open();
    await house.until(() => statuses().length === 3);
    await house.click(document.querySelector("footer button[data-status]"));
    await house.until(() => menuItem("Lunch"));
    await house.tell("statuses.changed", {
      statuses: [...house.statuses.slice(0, 5), { key: "s2", name: "Training", ...own }],
    });
    await house.click(await house.until(() => menuItem("Training")));
    await house.until(() => statuses().every((status) => status === "s2"));
    expect(menuItem("Lunch")).toBeUndefined();
    expect(document.querySelector("footer button[data-status]")?.textContent).toContain("Training");
    expect(house.said("PUT", "/api/me/status")).toEqual([{ status: "s2" }]);
  });

  it("@ST-19 follows what another window did", async () => {
    await house.open();
    await house.until(() => statuses().length === 3);
    await house.tell("agent.status", { agent: "nora", status: "busy" });
    await house.until(() => statuses().every((status) => status === "busy"));
  });
});

describe("the desk list", () => {
  it("@Q-08 @AC-20 @Q-09 shows who waits; a click takes the conversation and opens it", async () => {
    house.waiting = [conversation("a", { nickname: "Ayşe" })];
    await house.open();
    await house.click(await house.until(() => row("Ayşe")));
    await house.until(() => location.pathname === "/console/conversations/a");
    expect(house.said("POST", "/api/conversations/a/accept")).toHaveLength(1);
    await house.until(() => document.querySelector("textarea"));
  });

  it("@Q-11 @Q-12 @AC-28 says how many wait beside the button that takes the next one", async () => {
    house.waiting = [conversation("a", { startedAt: 1 }), conversation("b", { startedAt: 2 })];
    await house.open();
    const next = await house.until(() => button("Accept next"));
    const beside = () => next.closest("section")?.querySelector("[data-urgent]")?.textContent;
    expect(beside()).toBe("2");
    await house.tell("conversation.started", { conversation: conversation("c", { startedAt: 3 }) }, "c");
    await house.until(() => beside() === "3");
    await house.click(next);
    expect(house.said("POST", "/api/conversations/a/accept")).toHaveLength(1);
  });

  it("@Q-10 tells the loser of two clicks who was quicker", async () => {
    house.waiting = [conversation("a", { nickname: "Ayşe" })];
    house.answers.set("POST /api/conversations/a/accept", () => [
      409,
      { code: "already_taken", status: 409, agent: "kenji" },
    ]);
    await house.open();
    await house.click(await house.until(() => row("Ayşe")));
    await house.until(() => house.text().includes("Kenji Mori is already talking with Ayşe."));
    await house.tell(
      "conversation.accepted",
      { conversation: conversation("a", { state: "inChat", agent: "kenji" }) },
      "a",
    );
    await house.until(() => !row("Ayşe"));
  });

  it("@AC-21 counts the current conversations and names the customers", async () => {
    house.mine = [inChat("a", { nickname: "Ayşe" }), inChat("b", { number: "654321", acceptedAt: 3 })];
    await house.open();
    await house.until(() => house.text().includes("2 conversations: Ayşe, Visitor 654321"));
  });

  it("@AC-14 @RT-20 @RT-21 labels the row with Visitor and number, and its light goes out when the visitor leaves", async () => {
    house.mine = [inChat("a")];
    await house.open();
    await house.until(() => row("Visitor 123456"));
    await house.signal("presence", { conversation: "a", online: true });
    expect(item("Visitor 123456")?.textContent).toContain("Visitor is here");
    await house.signal("presence", { conversation: "a", online: false });
    await house.until(() => item("Visitor 123456")?.textContent?.includes("Visitor has left"));
    expect(item("Visitor 123456")?.hasAttribute("data-left")).toBe(true);
  });

  it("@AC-26 × asks once while the visitor is there, then the row is gone", async () => {
    house.mine = [inChat("a", { nickname: "Ayşe" })];
    await house.open();
    await house.until(() => row("Ayşe"));
    await house.click(item("Ayşe")?.querySelector("button"));
    await house.click(await house.until(() => button("End conversation")));
    await house.until(() => !row("Ayşe"));
    expect(house.said("POST", "/api/conversations/a/end")).toHaveLength(1);
  });

  it("@AC-26 × closes at once what the visitor has ended", async () => {
    house.mine = [inChat("a", { nickname: "Ayşe", state: "endedByVisitor" })];
    await house.open();
    await house.until(() => row("Ayşe"));
    await house.click(item("Ayşe")?.querySelector("button"));
    await house.until(() => !row("Ayşe"));
  });
});

describe("the status bar", () => {
  it("@AC-08 @AC-09 @AC-10 names the house and the login, and says what one is doing", async () => {
    await house.open();
    const bar = await house.until(() => document.querySelector("footer"));
    await house.until(() => bar.textContent?.includes("Waiting"));
    expect(bar.textContent).toContain("Çini & Co.");
    expect(bar.textContent).toContain("nora");
    await house.tell("conversation.accepted", { conversation: inChat("a") }, "a");
    await house.until(() => bar.textContent?.includes("In chat"));
    await house.tell("message.sent", { message: words(2, "Alo?"), unansweredSince: 2 }, "a");
    await house.until(() => bar.textContent?.includes("Replying to unread message"));
  });

  it("@N-06 @AC-11 switches the sound by a click, and the account keeps it", async () => {
    await house.open();
    await house.click(await house.until(() => button("Sound on")));
    await house.until(() => button("Sound off"));
    expect(house.said("PATCH", "/api/me")).toEqual([{ sound: false }]);
  });

  it("@AC-12 @ST-22 signs out", async () => {
    await house.open();
    house.answers.set("DELETE /api/session", () => [204]);
    await house.click(await house.until(() => document.querySelector("footer button[data-status]")));
    await house.click(await house.until(() => menuItem("Sign out")));
    await house.until(() => document.querySelector('input[type="password"]'));
  });
});

describe("the frame", () => {
  it("@LP-03 changes the language of the interface at once, and the account keeps it", async () => {
    await house.open();
    await house.click(await house.until(() => document.querySelector('button[aria-label="Language"]')));
    await house.click(await house.until(() => menuItem("日本語")));
    await house.until(() => house.text().includes("会話"));
    expect(document.documentElement.lang).toBe("ja");
    expect(house.said("PATCH", "/api/me")).toEqual([{ language: "ja" }]);
  });

  it("@AC-42 list, talk and customer panel are usable at the same time; folding the panel keeps what is written", async () => {
    house.mine = [inChat("a", { nickname: "Ayşe" }), inChat("b", { nickname: "Sakura", acceptedAt: 3 })];
    await house.open("/console/conversations/a");
    const panel = () => document.querySelector('aside[aria-label="Customer"]');
    const fold = () => document.querySelector('button[aria-label="Customer panel"]');
    await house.until(fold);
    if (!panel()) await house.click(fold());
    await house.write(document.querySelector("textarea"), "while looking");
    expect(panel()?.textContent).toContain("Ayşe");
    expect(row("Sakura")).toBeTruthy();
    await house.click(fold());
    await house.until(() => !panel());
    expect(document.querySelector("textarea")?.value).toBe("while looking");
  });
});

describe("notices", () => {
  const popup = (text: string) =>
    [...document.querySelectorAll<HTMLElement>("[data-tone] button")].find((one) => one.textContent?.includes(text));

  const icon = () => document.querySelector<HTMLLinkElement>('link[rel="icon"]')?.href;

  it("@N-01 a new visitor raises a popup; @N-05 the tab's title counts and its icon blinks while one waits", async () => {
    await house.open();
    await house.until(() => house.text().includes("All quiet"));
    await house.tell("conversation.started", { conversation: conversation("a", { nickname: "Ayşe" }) }, "a");
    await house.until(() => popup("Ayşe is waiting"));
    expect(document.title).toBe("(1) Visitor waiting");
    const calling = icon();
    const calm = await house.until(() => icon() !== calling && icon());
    await house.until(() => icon() === calling);
    await house.tell(
      "conversation.accepted",
      { conversation: conversation("a", { state: "inChat", agent: "kenji" }) },
      "a",
    );
    await house.until(() => !popup("Ayşe is waiting"));
    expect([document.title, icon()]).toEqual(["Genkan", calm]);
  });

  it("@N-02 @N-03 @N-04 words in another conversation: popup and a mark on the row; a click opens it", async () => {
    house.mine = [inChat("a", { nickname: "Ayşe" }), inChat("b", { nickname: "Sakura", acceptedAt: 3 })];
    await house.open("/console/conversations/a");
    await house.until(() => document.querySelector("textarea"));
    await house.tell("message.sent", { message: words(2, "もしもし"), unansweredSince: 2 }, "b");
    const notice = await house.until(() => popup("もしもし"));
    expect(row("Sakura")?.textContent).toContain("unread message");
    await house.click(notice);
    await house.until(() => location.pathname === "/console/conversations/b");
  });
});

describe("the talk", () => {
  it("@AC-16 @RT-28 keeps each conversation's draft in its own panel", async () => {
    house.mine = [inChat("a", { nickname: "Ayşe" }), inChat("b", { nickname: "Sakura", acceptedAt: 3 })];
    await house.open("/console/conversations/a");
    await house.write(await house.until(() => document.querySelector("textarea")), "half a sentence");
    await house.click(row("Sakura"));
    await house.until(() => document.querySelector("textarea")?.value === "");
    expect(row("Ayşe")?.textContent).toContain("Unsent draft");
    await house.click(row("Ayşe"));
    await house.until(() => document.querySelector("textarea")?.value === "half a sentence");
  });

  it("@RT-06 @RT-07 shows the very words being written beside the composer", async () => {
    house.mine = [inChat("a", { nickname: "Ayşe" })];
    await house.open("/console/conversations/a");
    await house.until(() => document.querySelector("textarea"));
    await house.signal("typing", { conversation: "a", from: "visitor", state: "typing", text: "Bir de karg" });
    await house.until(() => house.text().includes("Bir de karg"));
    expect(house.text()).toContain("Ayşe is writing…");
    await house.signal("typing", { conversation: "a", from: "visitor", state: "entered" });
    await house.until(() => house.text().includes("Ayşe has entered text and is in another window"));
    expect(house.text()).not.toContain("Bir de karg");
  });

  it("sends with Enter, but not while an input method is composing", async () => {
    house.mine = [inChat("a", { nickname: "さくら" })];
    await house.open("/console/conversations/a");
    const field = await house.until(() => document.querySelector("textarea"));
    await house.write(field, "かんじ");
    const composing = new KeyboardEvent("keydown", { key: "Enter", bubbles: true });
    Object.defineProperty(composing, "isComposing", { value: true });
    field.dispatchEvent(composing);
    expect(house.said("POST", "/api/conversations/a/messages")).toEqual([]);
    await house.press("Enter", field);
    await house.until(() => house.said("POST", "/api/conversations/a/messages").length === 1);
    expect(house.said("POST", "/api/conversations/a/messages")).toMatchObject([{ text: "かんじ" }]);
    expect(document.querySelector("textarea")?.value).toBe("");
  });
});

describe("the agent's last buttons", () => {
  const colleagues = {
    here: [
      { agent: "nora", held: 1, transfer: true },
      { agent: "kenji", held: 4, transfer: false },
    ],
  };
  const labelled = (part: string) =>
    [...document.querySelectorAll<HTMLElement>("button")].find((one) => one.textContent?.startsWith(part));

  it("@AC-28 @Q-11 accept on the left and the status on the right of the work helpers", async () => {
    house.waiting = [conversation("a", { nickname: "Ayşe" })];
    await house.open();
    const accept = await house.until(() => button("Accept next"));
    const status = accept.parentElement?.querySelector("button[data-status]");
    expect(status && accept.compareDocumentPosition(status)).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
    await house.click(accept);
    await house.until(() => location.pathname.endsWith("/conversations/a"));
    expect(house.said("POST", "/api/conversations/a/accept")).toHaveLength(1);
    // Nobody else waits: there is nothing to accept.
    await house.until(() => button("Accept next")?.disabled);
  });

  it("@AC-29 @RT-27 transfer, staff list and back to waiting while chatting; one deed breaks off and waits", async () => {
    house.mine = [inChat("a", { nickname: "Ayşe" })];
    house.answers.set("POST /api/conversations/a/back-to-waiting", () => [
      200,
      inChat("a", { state: "closed", endType: "agent", turn: 3, closedAt: 6 }),
    ]);
    await house.open("/console/conversations/a");
    await house.until(() => button("Transfer") && labelled("Staff list"));
    await house.click(button("Back to waiting"));
    await house.click(
      await house.until(() =>
        [...document.querySelectorAll('[role="dialog"] button')].find((one) => one.textContent === "Back to waiting"),
      ),
    );
    await house.until(() => location.pathname.endsWith("/conversations"));
    expect(house.said("POST", "/api/conversations/a/back-to-waiting")).toHaveLength(1);
    expect(house.said("POST", "/api/conversations/a/end")).toHaveLength(0);
    expect(button("Back to waiting")).toBeUndefined();
  });

  it("@AC-30 the guest list while waiting, not while chatting", async () => {
    const guests = () => document.querySelector('main a[href$="/history"]');
    await house.open();
    expect((await house.until(guests))?.textContent).toBe("Guest list");
    await house.tell("conversation.accepted", { conversation: inChat("a") }, "a");
    await house.until(() => !guests());
  });

  it("@AC-31 @TR-06 the colleagues signed in now, with their count, as they come and go", async () => {
    await house.open();
    await house.until(() => labelled("Staff list (0)"));
    await house.signal("colleagues", colleagues);
    await house.click(await house.until(() => labelled("Staff list (1)")));
    const list = await house.until(() => document.querySelector('[role="dialog"] ul'));
    expect(list.textContent).toContain("Kenji Mori");
    expect(list.textContent).toContain("4");
    expect(list.textContent).not.toContain("Nora");
    await house.signal("colleagues", { here: [] });
    await house.until(() => house.text().includes("No colleague is signed in."));
  });
});
