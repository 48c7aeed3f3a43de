import { createSay, type Say } from "@genkan/client/texts";
import type { Language } from "@genkan/client/types";
import { render } from "preact";
import type { Mode } from "../loader/protocol.ts";
import { App, languageFor } from "./App.tsx";
import { inkOn, readableOn } from "./color.ts";
import { findHost, findStorage } from "./host.ts";
import { Session } from "./session.ts";
import "./style.css";

const texts: Record<Language, () => Promise<{ default: Record<string, string> }>> = {
  en: () => import("./texts/en.ts"),
  tr: () => import("./texts/tr.ts"),
  ja: () => import("./texts/ja.ts"),
  "zh-Hans": () => import("./texts/zh-Hans.ts"),
  "zh-Hant": () => import("./texts/zh-Hant.ts"),
};

void run();

async function run(): Promise<void> {
  const site =
    new URLSearchParams(location.search).get("site") ?? location.pathname.replace(/^.*\/chat\/([^/]+).*$/, "$1");
  let mode: Mode = "open";
  let phone = false;
  let focus = 0;
  let session: Session | undefined;
  const host = findHost(onMode, (tag) => void speak(languageFor(tag)));
  const init = await host?.init;
  const storage = findStorage(host, init?.kept);
  const chosen = (() => {
    try {
      return storage.getItem(`genkan.${site}.language`);
    } catch {
      return null;
    }
  })();
  let language = languageFor(
    chosen,
    init?.language,
    new URLSearchParams(location.search).get("lang"),
    ...navigator.languages,
  );
  let say: Say = await words(language);
  if (init) {
    mode = init.mode;
    phone = init.phone;
    if (init.focus) focus++;
  } else focus++;

  session = new Session({
    site,
    storage,
    language: () => language,
    trail: init?.trail ?? null,
    page: host ? undefined : { page: location.href, title: document.title, referrer: document.referrer },
    onChange: draw,
  });
  for (const type of ["visibilitychange", "focus", "blur"])
    (type === "visibilitychange" ? document : window).addEventListener(type, look);
  addEventListener("pageshow", (event) => event.persisted && session?.nudge());
  draw();
  look();
  await session.begin();

  function onMode(next: Mode, small: boolean, focused: boolean): void {
    mode = next;
    phone = small;
    if (focused && next !== "min") focus++;
    look();
    draw();
  }

  async function speak(next: Language): Promise<void> {
    say = await words(next);
    language = next;
    draw();
    await session?.speak();
  }

  function choose(next: Language): void {
    try {
      storage.setItem(`genkan.${site}.language`, next);
    } catch {
      // Not kept.
    }
    host?.tell({ g: "language", language: next });
    void speak(next);
  }

  function look(): void {
    session?.look(!document.hidden && mode !== "min");
  }

  function setMode(next: Mode): void {
    host?.tell({ g: "mode", mode: next });
  }

  function draw(): void {
    if (!session) return;
    document.documentElement.lang = language;
    if (session.site) {
      dress(session.site.color);
      document.title = (session.unread ? `(${session.unread}) ` : "") + session.site.name;
    }
    host?.tell({ g: "unread", count: session.unread });
    if (session.phase === "ready") host?.tell({ g: "state", state: session.availability });
    const frame = host ? { window: { mode, phone, setMode } } : {};
    render(<App {...{ session, say, language, focus }} chooseLanguage={choose} {...frame} />, document.body);
  }
}

async function words(language: Language): Promise<Say> {
  return createSay((await texts[language]()).default, language);
}

/** The site's colour, with ink that can be read on it, in light and in dark. */
function dress(color: string): void {
  const { style } = document.documentElement;
  style.setProperty("--site", color);
  style.setProperty("--on-site", inkOn(color));
  style.setProperty("--site-on-light", readableOn(color, "#faf8f5"));
  style.setProperty("--site-on-dark", readableOn(color, "#16181b"));
}
