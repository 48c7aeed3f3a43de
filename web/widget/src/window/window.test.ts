import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FakeGenkan } from "../../test/fakeGenkan.ts";

// The whole window, as a person meets it: the page of its own, a server behind `fetch`.
let server: FakeGenkan;
let close = () => {};

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date"] });
  localStorage.clear();
  document.body.replaceChildren();
  server = new FakeGenkan();
  vi.stubGlobal("fetch", server.fetch);
  (window as unknown as { happyDOM: { setURL(url: string): void } }).happyDOM.setURL("http://server/chat/key?lang=en");
});
afterEach(() => {
  close();
  vi.clearAllTimers();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

async function settle(milliseconds = 50) {
  await vi.advanceTimersByTimeAsync(milliseconds);
  // Words of a language are a module: loading it takes more than the clock.
  for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
  await vi.advanceTimersByTimeAsync(0);
}

/** Loads the page anew, as a reload does: nothing but the storage is left of the one before. */
async function open() {
  close();
  document.body.replaceChildren();
  vi.resetModules();
  close = await (await import("./main.tsx")).running;
  await settle();
}

const page = () => document.body.textContent ?? "";
const find = <E extends HTMLElement>(selector: string) => document.querySelector<E>(selector)!;
const composer = () => find<HTMLTextAreaElement>(".composer textarea");
const button = (words: string) =>
  [...document.querySelectorAll("button")].find(
    (one) => one.textContent?.trim() === words || one.getAttribute("aria-label") === words,
  )!;
function write(selector: string, text: string) {
  const field = find<HTMLInputElement>(selector);
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
async function press(words: string) {
  button(words).click();
  await settle();
}
async function send(text: string) {
  write(".composer textarea", text);
  await enter();
}
async function enter(more: KeyboardEventInit = {}) {
  composer().dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", cancelable: true, bubbles: true, ...more }));
  await settle();
}
async function talking() {
  await open();
  write("#nickname", "Ayşe");
  find<HTMLInputElement>("input[type=checkbox]").click();
  await press("Start chat");
}
const bubbleTexts = () => [...document.querySelectorAll(".bubble")].map((bubble) => bubble.textContent);

test("@E-01 @E-02 @E-12 one short form: name, consent, start; the talk begins only after consent", async () => {
  await open();
  expect(server.to(/POST \/visitor\/entries/).length).toBe(1);
  write("#nickname", "Ayşe");
  expect(button("Start chat").getAttribute("disabled")).not.toBeNull();
  await press("Start chat");
  expect(server.to(/POST \/visitor\/conversations$/)).toEqual([]);
  expect(page()).toContain("We keep what you write.");
  find<HTMLInputElement>("input[type=checkbox]").click();
  await press("Start chat");
  const [start] = server.to(/POST \/visitor\/conversations$/);
  expect(start!.body).toMatchObject({ nickname: "Ayşe", consent: { version: "v1" }, language: "en" });
  expect(composer()).toBeTruthy();
});

test("@E-03 who opens the form and goes away has not begun a talk", async () => {
  await open();
  await settle(60_000);
  expect(server.to(/POST \/visitor\/entries/).length).toBe(1);
  expect(server.to(/POST \/visitor\/conversations/)).toEqual([]);
});

test("@G-14 the welcome is there as soon as the window is, before any talk", async () => {
  await open();
  expect(bubbleTexts()).toEqual(["Welcome!"]);
  expect(server.conversation).toBeUndefined();
});

test("@W-01 @W-32 on the plain chat page, asked for nothing, one simply writes, and the first words begin the talk", async () => {
  server.site = { ...server.site, nicknameForm: false, consent: { enabled: false, text: "", version: "" } };
  await open();
  await send("hello");
  expect(server.to(/POST \/visitor\/conversations$/).length).toBe(1);
  expect(server.messages.map(({ text }) => text)).toEqual(["hello"]);
  expect(button("Minimise")).toBeUndefined();
  expect(bubbleTexts()).toEqual(["hello"]);
});

test("@W-26 sent words stand in the timeline at once, then as sent, delivered and seen", async () => {
  await talking();
  server.up = false;
  write(".composer textarea", "hello");
  await enter();
  expect(bubbleTexts()).toContain("hello");
  expect(page()).toContain("Sending…");
  expect(composer().value).toBe("");
  server.up = true;
  await settle(12_000);
  expect(page()).toContain("Sent");
  server.readByAgent();
  await settle();
  expect(page()).toContain("Seen");
  expect(bubbleTexts().filter((text) => text === "hello").length).toBe(1);
});

test("Enter sends, Shift+Enter does not, and neither does Enter that chooses a Japanese word", async () => {
  await talking();
  write(".composer textarea", "にほんご");
  await enter({ isComposing: true });
  await enter({ keyCode: 229 } as KeyboardEventInit);
  await enter({ shiftKey: true });
  expect(server.messages).toEqual([]);
  await enter();
  expect(server.messages.map(({ text }) => text)).toEqual(["にほんご"]);
});

test("@W-15 another page or a reload comes back with the whole transcript and the draft, without a new conversation", async () => {
  await talking();
  await send("one");
  server.accept();
  server.say("two");
  await settle();
  write(".composer textarea", "half a thou");
  await open();
  expect(bubbleTexts()).toEqual(["one", "two"]);
  expect(composer().value).toBe("half a thou");
  expect(server.to(/POST \/visitor\/conversations$/).length).toBe(1);
});

test("words written without network survive a reload and arrive once", async () => {
  await talking();
  server.up = false;
  server.breakStreams();
  await send("kept");
  server.up = true;
  await open();
  await settle(1_000);
  expect(server.messages.map(({ text }) => text)).toEqual(["kept"]);
  expect(bubbleTexts()).toEqual(["kept"]);
});

test("@RT-30 a lost connection is said quietly, and what was missed comes by itself", async () => {
  await talking();
  server.up = false;
  server.breakStreams();
  await settle(2_000);
  expect(page()).toContain("Waiting for the network; nothing is lost.");
  server.say("missed");
  server.up = true;
  await settle(12_000);
  // The fake forgets its journal: the hole is noticed with the next word.
  server.say("next");
  await settle(1_000);
  expect(bubbleTexts()).toEqual(["missed", "next"]);
  expect(page()).not.toContain("Waiting for the network");
});

test("@RT-18 links can be clicked, everything else stands exactly as written", async () => {
  await talking();
  server.say("<b>see</b> https://example.com/a?b=1.\n  two  spaces");
  await settle();
  expect(bubbleTexts()).toEqual(["<b>see</b> https://example.com/a?b=1.\n  two  spaces"]);
  const link = find<HTMLAnchorElement>(".bubble a");
  expect([link.getAttribute("href"), link.target, link.rel]).toEqual([
    "https://example.com/a?b=1",
    "_blank",
    "noopener noreferrer nofollow",
  ]);
  expect(document.querySelector(".bubble b")).toBeNull();
});

test("@W-31 the head shows the agent's nickname once one has joined", async () => {
  await talking();
  expect(find("header strong").textContent).toBe("Kumo");
  server.accept();
  await settle();
  expect(find("header strong").textContent).toBe("Mia");
  expect(page()).toContain("Mia has joined");
});

test("@RT-04 @RT-05 the agent's typing and entered text are shown, and go when the words come", async () => {
  await talking();
  server.accept();
  await settle();
  const typing = (state: string) =>
    server.signal("typing", { conversation: server.conversation!.id, from: "agent", state });
  typing("typing");
  await settle();
  expect(page()).toContain("Mia is typing…");
  typing("entered");
  await settle(20_000);
  expect(page()).toContain("Mia has entered text");
  server.say("done");
  await settle();
  expect(page()).not.toContain("Mia has entered text");
  typing("typing");
  await settle(10_000);
  expect(page()).not.toContain("is typing");
});

test("@RT-03 @RT-05 @RT-06 what the visitor types is told with the id the message will have, until it is sent", async () => {
  await talking();
  write(".composer textarea", "he");
  await settle(400);
  write(".composer textarea", "hey");
  await settle(400);
  window.dispatchEvent(new Event("blur"));
  await settle();
  await enter();
  expect(server.typings.map(({ state, text }) => [state, text])).toEqual([
    ["typing", "he"],
    ["typing", "hey"],
    ["entered", "hey"],
    ["none", undefined],
  ]);
  expect(new Set(server.typings.map(({ message }) => message))).toEqual(new Set([server.messages[0]!.id]));
});

test("edited words say so, retracted ones are gone", async () => {
  await talking();
  const message = server.say("typo");
  await settle();
  server.change({ ...message, text: "fixed", editedAt: 9 }, "message.edited");
  await settle();
  expect(bubbleTexts()).toEqual(["fixed"]);
  expect(page()).toContain("edited");
  server.change({ ...message, text: "", retractedAt: 10 }, "message.retracted");
  await settle();
  expect(bubbleTexts()).toEqual(["This message was deleted"]);
});

test("@W-28 the visitor ends the talk after being asked once, and may begin a new one", async () => {
  await talking();
  await press("End conversation");
  expect(server.conversation!.state).toBe("waiting");
  await press("Keep talking");
  await press("End conversation");
  find(".question .danger").click();
  await settle();
  expect(server.conversation!.state).toBe("endedByVisitor");
  expect(page()).toContain("This conversation has ended");
  await press("Start a new conversation");
  expect(find("#nickname")).toBeTruthy();
});

test("@W-22 @LP-01 the language changes all labels at once, and the talk stays", async () => {
  await talking();
  await send("hello");
  const menu = find<HTMLSelectElement>("header select");
  menu.value = "ja";
  menu.dispatchEvent(new Event("change", { bubbles: true }));
  await vi.waitFor(() => expect(document.documentElement.lang).toBe("ja"));
  expect(composer().placeholder).toBe("メッセージを入力…");
  expect(page()).toContain("送信済み");
  expect(bubbleTexts()).toEqual(["hello"]);
});

test("@E-14 with nobody there no talk is opened, and a message can be left that is kept until it has arrived", async () => {
  server.availability = "away";
  await open();
  expect(page()).toContain("Nobody is here.");
  expect(document.querySelector(".composer")).toBeNull();
  write("#name", "Ayşe");
  write("#text", "Call me\nplease");
  write("#email", "a@example.com");
  server.up = false;
  await press("Send message");
  expect(page()).toContain("Your message is kept");
  server.up = true;
  await open();
  await settle(1_000);
  expect(server.left).toMatchObject([{ name: "Ayşe", text: "Call me\nplease", email: "a@example.com" }]);
  expect(page()).toContain("Thank you!");
  await press("Write another message");
  expect(find<HTMLTextAreaElement>("#text").value).toBe("");
});

test("@E-14 when the last agent leaves during the form, the typed words go into the message form", async () => {
  await open();
  write("#nickname", "Ayşe");
  find<HTMLInputElement>("input[type=checkbox]").click();
  server.refuse["POST /visitor/conversations"] = { status: 409, code: "nobody_here" };
  await press("Start chat");
  expect(find<HTMLInputElement>("#name").value).toBe("Ayşe");
});

test("@CF-17 @OM-02 the popup says that nobody is here and leads to the form, and is gone when somebody comes", async () => {
  server.site.nobodyFirst = "popup";
  server.availability = "away";
  await open();
  const popup = find("[role=alertdialog]");
  expect(popup.textContent).toContain("Nobody is here right now");
  expect(popup.textContent).toContain("Nobody is here.");
  expect(document.querySelector("#text")).toBeNull();
  expect(popup.contains(document.activeElement)).toBe(true);
  server.signal("availability", { state: "waiting" });
  await settle();
  expect(find("#nickname")).not.toBeNull();
  server.signal("availability", { state: "away" });
  await settle();
  await press("Leave a message");
  expect(find("#text")).not.toBeNull();
  write("#name", "Ayşe");
  write("#text", "Call me");
  write("#phone", "0555 010 20 30");
  await press("Send message");
  expect(server.left).toMatchObject([{ text: "Call me" }]);
});

test("@E-14 somebody comes while the message is being written: told at once, nothing typed is lost either way", async () => {
  server.site = { ...server.site, nicknameForm: false, consent: { enabled: false, text: "", version: "" } };
  server.availability = "away";
  await open();
  write("#name", "Ayşe");
  write("#text", "A long question");
  server.signal("availability", { state: "waiting" });
  await settle();
  expect(find("[role=status] button")?.textContent ?? page()).toContain("Talk now");
  expect(find<HTMLTextAreaElement>("#text").value).toBe("A long question");
  server.signal("availability", { state: "away" });
  await settle();
  expect(find<HTMLTextAreaElement>("#text").value).toBe("A long question");
  server.signal("availability", { state: "serving" });
  await settle();
  await press("Talk now");
  expect(composer().value).toBe("A long question");
  await enter();
  expect(server.messages.map(({ text }) => text)).toEqual(["A long question"]);
});

test("an untouched message form gives way when somebody comes", async () => {
  server.availability = "away";
  await open();
  expect(find("#text")).not.toBeNull();
  server.signal("availability", { state: "waiting" });
  await settle();
  expect(find("#nickname")).not.toBeNull();
});

test("@OM-09 an answer shows on the next visit with its question, counts as read once seen, and leads on", async () => {
  server.availability = "away";
  server.answerLeft("018f0000-0000-7000-8000-000000000001", "It is back on Monday.");
  await open();
  expect(page()).toContain("Your message was answered");
  expect(page()).toContain("Is it in stock?");
  expect(page()).toContain("It is back on Monday.");
  await settle();
  expect(server.to(/PUT .*\/seen/)).toHaveLength(1);
  expect(page()).toContain("It is back on Monday.");
  await press("Leave another message");
  expect(find("#text")).not.toBeNull();
  await press("See the answer to your message");
  expect(page()).toContain("It is back on Monday.");
  server.availability = "waiting";
  await open();
  expect(find("#nickname")).not.toBeNull();
  await press("See the answer to your message");
  await press("Start a chat");
  expect(find("#nickname")).not.toBeNull();
});

test("@OM-09 an answer that comes while the window is open shows at once, but not over what is being written", async () => {
  server.availability = "away";
  await open();
  server.answerLeft("018f0000-0000-7000-8000-000000000002", "First answer");
  await settle();
  expect(page()).toContain("First answer");
  await press("Leave another message");
  write("#text", "One more");
  server.answerLeft("018f0000-0000-7000-8000-000000000003", "Second answer");
  await settle();
  expect(find<HTMLTextAreaElement>("#text").value).toBe("One more");
  await press("See the answers to your 2 messages");
  expect(page()).toContain("Second answer");
  await press("Leave another message");
  expect(find<HTMLTextAreaElement>("#text").value).toBe("One more");
});

test("what is wrong in the message form stands under its field, and what was typed stays", async () => {
  server.availability = "away";
  server.refuse["POST /visitor/leftmessages"] = {
    status: 422,
    code: "invalid",
    errors: { email: [{ code: "email_invalid", message: "Not an address." }] },
  };
  await open();
  write("#name", "Ayşe");
  write("#email", "nonsense");
  await press("Send message");
  expect(find("#email-error").textContent).toBe("Not an address.");
  expect(find<HTMLInputElement>("#email").value).toBe("nonsense");
});

test("a refused message says 'not sent' and why, and can be offered again", async () => {
  await talking();
  server.refuse["POST /visitor/conversations/ID/messages"] = { status: 422, code: "text_invalid", title: "Not so." };
  await send("strange");
  expect(page()).toContain("Not sent");
  expect(page()).toContain("Not so.");
  server.refuse = {};
  await press("Retry");
  expect(server.messages.map(({ text }) => text)).toEqual(["strange"]);
});

test("a token the server does not know any more begins anew, and keeps what was not said", async () => {
  await talking();
  server.tokens.clear();
  server.conversation = undefined;
  await send("still here");
  await settle(2_000);
  expect(find("#nickname")).toBeTruthy();
  write("#nickname", "Ayşe");
  find<HTMLInputElement>("input[type=checkbox]").click();
  await press("Start chat");
  expect(composer().value).toBe("still here");
});

test("@W-25 nothing is stored where the site does not allow it yet", async () => {
  server.store = false;
  await open();
  expect(Object.keys(localStorage).filter((key) => key.endsWith(".talk"))).toEqual([]);
});

test("a server that cannot be reached is said plainly, and the window comes up by itself when it is back", async () => {
  server.up = false;
  await open();
  expect(page()).toContain("The chat cannot be reached at the moment.");
  server.up = true;
  await settle(12_000);
  expect(find("#nickname")).toBeTruthy();
});

test("near the end the room that is left is shown, and too much is not sent", async () => {
  await talking();
  write(".composer textarea", "x".repeat(3_990));
  expect(find("#left").textContent).toBe("10 characters left");
  await send("x".repeat(4_001));
  expect(server.messages).toEqual([]);
});

test("what was read is told, in one call for many messages", async () => {
  await talking();
  for (let n = 1; n <= 5; n++) server.say(`${n}`);
  await settle(3_000);
  const marks = server.to(/PUT .*\/marks/);
  expect(marks[marks.length - 1]!.body).toEqual({ delivered: 5, read: 5 });
  expect(marks.length).toBeLessThanOrEqual(2);
});
