import { newId } from "@genkan/client/ids";
import { matchLanguage } from "@genkan/client/languages";
import { createSay } from "@genkan/client/texts";
import type { Language } from "@genkan/client/types";
import type { Mode } from "../loader/protocol.ts";
import { App, type Screen, screenOf } from "./App.tsx";
import { inkOn, readableOn } from "./color.ts";
import { render } from "./draw.ts";
import { findHost, findStorage } from "./host.ts";
import { Session } from "./session.ts";
import { texts } from "./texts.ts";
import { reportTyping } from "./typing.ts";
import type { View } from "./view.ts";
import "./style.css";

/** Resolves to what takes the window down again. */
export const running = run();

async function run(): Promise<() => void> {
  const query = new URLSearchParams(location.search);
  const site = query.get("site") ?? location.pathname.split("/")[2] ?? "";
  let view: View | undefined;
  let screen: Screen = "loading";
  let wantsFocus = true;

  const host = findHost(onMode, (tag) => void speak(matchLanguage(tag) ?? "en"));
  const init = await host?.init;
  const storage = findStorage(host, init?.kept);
  const languageKey = `genkan.${site}.language`;
  let language =
    [storage.getItem(languageKey), init?.language, query.get("lang"), ...navigator.languages]
      .map(matchLanguage)
      .find(Boolean) ?? "en";
  let say = await words();
  if (init) wantsFocus = init.focus;

  const session = new Session({
    site,
    storage,
    language: () => language,
    trail: init?.trail ?? null,
    page: host ? undefined : { page: location.href, referrer: document.referrer },
    onChange: draw,
  });
  const typing = reportTyping(
    (body) => session.typing(body),
    () => session.site.typingPreview,
  );
  view = {
    session,
    say,
    language,
    chooseLanguage,
    typing,
    draw,
    ...(host ? { frame: { mode: init?.mode ?? "open", phone: init?.phone ?? false, setMode } } : {}),
    asking: false,
    endFailed: false,
    agreed: false,
    starting: false,
    problem: undefined,
    leave: undefined,
    leaving: false,
    answersOpen: false,
    answersPut: 0,
    following: true,
    seen: 0,
  };
  addEventListener("blur", typing.leave);
  addEventListener("pagehide", typing.leave);
  addEventListener("pageshow", (event) => event.persisted && session.nudge());
  addEventListener("resize", settle);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) typing.leave();
    look();
  });
  look();
  draw();
  void session.begin();

  return () => {
    view = undefined;
    session.close();
    typing.close();
  };

  function onMode(mode: Mode, phone: boolean, focus: boolean): void {
    if (!view?.frame) return;
    Object.assign(view.frame, { mode, phone });
    wantsFocus = focus && mode !== "min";
    look();
    draw();
  }

  async function speak(next: Language): Promise<void> {
    language = next;
    say = await words();
    draw();
    await session.speak();
  }

  function chooseLanguage(next: Language): void {
    storage.setItem(languageKey, next);
    host?.tell({ g: "language", language: next });
    void speak(next);
  }

  async function words() {
    return createSay((await texts[language]()).default, language);
  }

  function look(): void {
    session.look(!document.hidden && view?.frame?.mode !== "min");
    if (screen === "answers") session.sawAnswers();
  }

  function setMode(mode: Mode): void {
    host?.tell({ g: "mode", mode });
  }

  function draw(): void {
    if (!view) return;
    Object.assign(view, { language, say });
    document.documentElement.lang = language;
    if (session.site) {
      dress(session.site.color);
      document.title = (session.unread ? `(${session.unread}) ` : "") + session.site.name;
    }
    const next = screenOf(view);
    if (next !== screen) {
      screen = next;
      // Another screen: what was typed goes with it, the focus too, and an opened nickname screen is counted.
      if (screen !== "leave" && screen !== "answers") view.leave = undefined;
      if (/start|talk|choose/.test(screen)) view.leaving = false;
      view.problem = undefined;
      view.agreed = false;
      view.following = true;
      wantsFocus ||= document.hasFocus();
      if (screen === "start" && session.site.nicknameForm) session.countEntry(newId());
    }
    const asked = document.querySelector(".question");
    render(<App view={view} />, document.body);
    if (!asked) document.querySelector<HTMLElement>(".question button")?.focus();
    if (screen === "answers") {
      // Seen now, and still there until they are put away.
      view.answersOpen = true;
      session.sawAnswers();
    }
    settle();
    if (wantsFocus && screen !== "loading") {
      wantsFocus = false;
      document
        .querySelector<HTMLElement>(
          ".composer textarea, .popup button, .page input, .page textarea, .page button, .ended button",
        )
        ?.focus({ preventScroll: true });
    }
    host?.tell({ g: "unread", count: session.unread });
    if (session.phase === "ready") host?.tell({ g: "state", state: session.availability });
  }

  /** What can only be done when it stands on the screen. */
  function settle(): void {
    const field = document.querySelector<HTMLElement>(".composer textarea");
    if (field) {
      // One line that grows with the text; the style sheet says where it stops.
      field.style.height = "auto";
      field.style.height = `${field.scrollHeight + 2}px`;
    }
    const list = document.querySelector(".timeline");
    if (list && view?.following) list.scrollTop = list.scrollHeight;
  }
}

/** The site's colour, with ink that can be read on it, in light and in dark. */
function dress(color: string): void {
  const { style } = document.documentElement;
  style.setProperty("--site", color);
  style.setProperty("--on-site", inkOn(color));
  style.setProperty("--site-on-light", readableOn(color, "#faf8f5"));
  style.setProperty("--site-on-dark", readableOn(color, "#1e2125"));
}
