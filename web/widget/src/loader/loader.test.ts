import { gzipSync } from "node:zlib";
import { parse } from "acorn";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { loader } from "../../build.mjs";
import { FakeGenkan } from "../../test/fakeGenkan.ts";

// The built loader, in a page of somebody else.
let code: string;
let server: FakeGenkan;
const errors: unknown[] = [];

beforeAll(async () => {
  code = await loader();
});
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date"] });
  vi.spyOn(console, "warn").mockImplementation(() => {});
  localStorage.clear();
  sessionStorage.clear();
  document.body.replaceChildren();
  Reflect.deleteProperty(window, "Genkan");
  Object.defineProperty(navigator, "locks", { value: undefined, configurable: true });
  (window as unknown as { visualViewport: unknown }).visualViewport ??= Object.assign(new EventTarget(), {
    offsetTop: 0,
    height: 600,
  });
  // No frames are loaded here: the test speaks for the window.
  for (const [name, value] of Object.entries({ src: "", contentWindow: { postMessage: vi.fn() } }))
    Object.defineProperty(HTMLIFrameElement.prototype, name, { value, writable: true, configurable: true });
  server = new FakeGenkan();
  vi.stubGlobal("fetch", server.fetch);
  errors.length = 0;
});
afterEach(() => {
  // Stops its stream and its retries, as leaving the page does.
  window.dispatchEvent(new Event("pagehide"));
  Reflect.deleteProperty(history, "pushState");
  vi.clearAllTimers();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

async function settle(milliseconds = 10) {
  await vi.advanceTimersByTimeAsync(milliseconds);
  for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
  await vi.advanceTimersByTimeAsync(0);
}
async function embed(attributes: Record<string, string> = {}, browser: unknown = window) {
  const script = document.createElement("script");
  Object.defineProperty(script, "src", { value: "http://server/widget.js" });
  script.setAttribute("data-site", "key");
  script.setAttribute("type", "not-run-by-the-page");
  for (const [name, value] of Object.entries(attributes)) script.setAttribute(name, value);
  document.body.append(script);
  try {
    // As a script element would run it.
    new Function("window", code)(browser);
  } catch (error) {
    errors.push(error);
  }
  await settle();
}
const root = () => [...document.body.children].find((element) => element.shadowRoot) as HTMLElement | undefined;
const button = () => root()?.shadowRoot?.querySelector("button");
const frame = () => root()?.shadowRoot?.querySelector("iframe");
/** The window in the frame speaks. */
async function fromWindow(data: unknown, origin = "http://server", source: unknown = frame()!.contentWindow) {
  window.dispatchEvent(new MessageEvent("message", { data, origin, source: source as Window }));
  await settle();
}

test("@LP-07 @LP-11 the loader parses as ECMAScript 5", () => {
  expect(() => parse(code, { ecmaVersion: 5 })).not.toThrow();
  expect(() => parse(`${code};()=>1`, { ecmaVersion: 5 })).toThrow();
});

test("@W-25 it is at most 4 KB, and never touches unload, eval or markup", () => {
  expect(gzipSync(code, { level: 9 }).length).toBeLessThanOrEqual(4096);
  expect(code).not.toMatch(/unload["']|\beval\b|innerHTML|insertAdjacent|document\.write/);
});

test("@W-02 @W-05 one script element puts the button into the bottom right corner", async () => {
  await embed();
  expect(button()!.getAttribute("aria-label")).toBe("Chat with us");
  const style = root()!.style;
  expect([style.position, style.bottom, style.right]).toEqual(["fixed", "20px", "20px"]);
  expect(errors).toEqual([]);
});

test("@W-06 another corner is a setting of the site", async () => {
  server.site.corner = "top-left";
  await embed();
  expect([root()!.style.top, root()!.style.left, root()!.style.bottom]).toEqual(["20px", "20px", ""]);
});

test("@W-07 the button follows the state without a reload, each with a picture and words of its own", async () => {
  await embed();
  const pictures = new Set([button()!.innerHTML]);
  server.signal("availability", { state: "serving" });
  await settle();
  expect(button()!.getAttribute("aria-label")).toBe("Chat · short wait");
  pictures.add(button()!.innerHTML);
  server.signal("availability", { state: "away" });
  await settle();
  expect(button()!.getAttribute("aria-label")).toBe("Leave a message");
  expect(pictures.add(button()!.innerHTML).size).toBe(3);
});

test("@W-12 @W-24 a click opens the window inside the page, and fetches it only then", async () => {
  await embed();
  expect(frame()).toBeNull();
  button()!.click();
  expect(frame()!.src).toBe(`http://server/widget/frame?site=key#${encodeURIComponent(location.origin)}`);
  expect(frame()!.style.visibility).toBe("hidden");
  await fromWindow({ g: "ready" });
  expect([frame()!.style.visibility, frame()!.style.width, frame()!.style.height]).toEqual(["", "380px", "640px"]);
  expect(button()!.getAttribute("aria-expanded")).toBe("true");
});

test("@W-13 @W-14 the window is minimised, restored, maximised and closed; what is new is counted on the button", async () => {
  await embed();
  button()!.click();
  await fromWindow({ g: "ready" });
  await fromWindow({ g: "mode", mode: "max" });
  expect(frame()!.style.width).toBe("calc(100% - 32px)");
  await fromWindow({ g: "mode", mode: "min" });
  expect(frame()!.style.visibility).toBe("hidden");
  await fromWindow({ g: "unread", count: 3 });
  expect(button()!.getAttribute("aria-label")).toBe("Chat with us. New messages: 3");
  button()!.click();
  expect(frame()!.style.visibility).toBe("");
  await fromWindow({ g: "mode", mode: "closed" });
  expect(frame()).toBeNull();
});

test("@W-15 on the next page the window comes back as it was", async () => {
  await embed();
  button()!.click();
  await fromWindow({ g: "ready" });
  await fromWindow({ g: "mode", mode: "max" });
  window.dispatchEvent(new Event("pagehide"));
  document.body.replaceChildren();
  Reflect.deleteProperty(window, "Genkan");
  await embed();
  await fromWindow({ g: "ready" });
  expect([frame()!.style.visibility, frame()!.style.width]).toEqual(["", "calc(100% - 32px)"]);
});

test("@W-30 on a phone the window fills the screen", async () => {
  vi.stubGlobal("innerWidth", 390);
  await embed();
  button()!.click();
  await fromWindow({ g: "ready" });
  expect([frame()!.style.left, frame()!.style.width, frame()!.style.height]).toEqual([
    "0px",
    "100%",
    `${window.visualViewport!.height}px`,
  ]);
});

test("only the window itself, from our origin, is listened to", async () => {
  await embed();
  button()!.click();
  await fromWindow({ g: "ready" }, "http://evil.example");
  await fromWindow({ g: "ready" }, "http://server", window);
  expect(frame()!.style.visibility).toBe("hidden");
});

test("page views are told, those of a single-page site too, each once", async () => {
  await embed();
  history.pushState({}, "", "#two");
  history.pushState({}, "", "#two");
  await settle(400);
  const pages = server.to(/POST \/visitor\/visits/).map(({ body }) => [String(body.page).split("#")[1], body.reach]);
  expect(pages).toEqual([
    [undefined, "page"],
    ["two", "page"],
  ]);
});

test("@W-25 nothing is stored where the site does not allow it yet, else the token that can do little", async () => {
  server.store = false;
  await embed();
  expect(localStorage.length + sessionStorage.length).toBe(0);
  expect(button()).toBeTruthy();
  window.dispatchEvent(new Event("pagehide"));
  Reflect.deleteProperty(window, "Genkan");
  document.body.replaceChildren();
  server.store = true;
  await embed();
  expect(localStorage.getItem("genkan.key.token")).toMatch(/^t/);
});

test("@W-25 with the server gone there is no button and no error, and it comes when the server does", async () => {
  server.up = false;
  await embed();
  await settle(20_000);
  expect([button(), errors]).toEqual([undefined, []]);
  server.up = true;
  await settle(60_000);
  expect(button()).toBeTruthy();
});

test("a site that may not carry the chat gets no button", async () => {
  server.refuse["POST /visitor/visits"] = { status: 403, code: "origin_not_allowed" };
  await embed();
  await settle(60_000);
  expect(button()).toBeUndefined();
  expect(server.calls.length).toBe(1);
});

test("a window that never answers is given up, and the button works again", async () => {
  await embed();
  button()!.click();
  await settle(16_000);
  expect(frame()).toBeNull();
  expect(button()!.getAttribute("aria-label")).toBe("Please try again");
});

test("blocked storage does not stop it", async () => {
  const blocked = vi.spyOn(Storage.prototype, "getItem").mockImplementation(() => {
    throw new Error("blocked");
  });
  await embed();
  expect([!!button(), errors]).toEqual([true, []]);
  blocked.mockRestore();
});

test("@LP-11 a browser that is too old gets a link to the page without script", async () => {
  await embed({ "data-lang": "ja" }, { innerWidth: 1024 });
  const link = document.querySelector<HTMLAnchorElement>("a")!;
  expect(errors).toEqual([]);
  expect([link.href, link.textContent]).toEqual(["http://server/plain/key", "チャットで相談"]);
  expect(server.calls).toEqual([]);
});
