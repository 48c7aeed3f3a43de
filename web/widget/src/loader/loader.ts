/**
 * The one script a foreign page loads. Written for ECMAScript 5 (no let, no for-of), so that every browser at least
 * parses it; one that is too old for the window gets a link to the plain chat page. It must never throw into the host page,
 * shift its layout, or touch its styles: everything is in a shadow root and styled through CSSOM, which a strict
 * Content-Security-Policy allows.
 */
import type { Availability, Corner } from "@genkan/client/types";
import type { Mode, ToLoader } from "./protocol.ts";

/** Filled in by the build from texts/: language → words of the button, in the order of `Word`. */
declare var WORDS: Record<string, string[]>;
/** Named numbers, because the names would cost bytes. */
var Word = { away: 0, waiting: 1, serving: 2, unread: 3, unreachable: 4 };

interface Answer {
  token: string;
  store: boolean;
  availability: Availability;
  site: { corner: Corner; color: string; language: string };
}

type Styled = HTMLElement | SVGElement;

(function () {
  var win = window as any;
  var doc = document;
  var script = (doc.currentScript || doc.querySelector("script[data-site]")) as HTMLScriptElement | null;
  if (!script || win.Genkan) return;
  var site = script.getAttribute("data-site") || "";
  var base = script.src.replace(/\/widget\.js.*$/, "");
  var origin = (/^https?:\/\/[^/]+/.exec(base) || [""])[0];
  if (!site || !origin) return;

  var name = "genkan." + site;
  var nav = navigator as any;
  var colors = ["#a3abb4", "#5bbf73", "#e2b04a"];

  var root: HTMLElement | undefined;
  var button: HTMLElement;
  var dot: HTMLElement;
  var icon: SVGElement;
  var label: HTMLElement;
  var badge: HTMLElement;
  var frame: HTMLIFrameElement | null = null;
  var ready = false;
  var mode: Mode = (keep(true, "mode") as Mode) || "closed";
  var focus = false;
  var state: Availability = "away";
  var unread = 0;
  var unreachable = false;
  var token = keep(false, "token") as string | null;
  var store = false;
  var corner: Corner = "bottom-right";
  var color = "#2f4b8a";
  var wanted = script.getAttribute("data-lang");
  var language = keep(true, "language") || wanted || doc.documentElement.lang || nav.language || "en";
  var page = "";
  var abort: AbortController | null = null;
  var release: (() => void) | null = null;
  var channel: BroadcastChannel | null = null;
  var running = false;
  var tries = 0;

  win.Genkan = {
    open: function () {
      show("open", true);
    },
    close: function () {
      show("closed", false);
    },
    language: function (tag: string) {
      language = tag;
      keep(true, "language", tag);
      tell({ g: "language", language: tag });
      paint();
    },
  };

  // The youngest thing that the window and this script need; who has it (since 2022) has all the rest.
  if (!win.structuredClone) {
    if (doc.body) draw(true);
    else win.addEventListener("load", draw);
    return;
  }

  visit();
  var push = history.pushState;
  history.pushState = function () {
    push.apply(history, arguments as any);
    soon();
  };
  win.addEventListener("popstate", soon);
  win.addEventListener("pagehide", stop);
  win.addEventListener("pageshow", restart);
  win.addEventListener("online", restart);
  win.addEventListener("message", hear);
  win.addEventListener("resize", place);
  win.visualViewport.addEventListener("resize", place);
  doc.addEventListener("visibilitychange", function () {
    // Without locks every tab has a connection of its own, and a browser allows only six: hidden ones give theirs up.
    if (doc.hidden && !nav.locks) stop();
    else start();
  });

  // ---- the server

  /** Titles are set after the address. */
  function soon(): void {
    setTimeout(visit, 300);
  }

  function visit(): void {
    var url = location.href;
    if (url === page) return;
    var from = page || doc.referrer;
    page = url;
    ask(url, from);
  }

  function ask(url: string, from: string): void {
    if (url !== page) return;
    var headers: Record<string, string> = { "Content-Type": "application/json" };
    if (token) headers.Authorization = "Visitor " + token;
    fetch(base + "/visitor/visits", {
      method: "POST",
      headers: headers,
      credentials: "omit",
      body: JSON.stringify({
        site: site,
        page: url.slice(0, 2000),
        title: doc.title.slice(0, 300),
        referrer: from.slice(0, 2000),
        language: language,
        reach: "page",
      }),
    })
      .then(function (answer): unknown {
        if (answer.status === 401 && token) {
          keepToken(null);
          ask(url, from);
        } else if (answer.ok) {
          return answer.json().then(welcome);
        } else if (answer.status < 500 && answer.status !== 429) {
          // The embed code is wrong, or this site may not carry the chat: a word to whoever looks, and no button.
          console.warn("Genkan", answer.status);
        } else throw +answer.headers.get("Retry-After")!;
        return 0;
      })
      .catch(function (seconds) {
        later(seconds, function () {
          ask(url, from);
        });
      });
  }

  /** Never before the server wants to be asked again. */
  function later(seconds: any, work: () => void): void {
    setTimeout(work, Math.max(seconds * 1e3 || 0, Math.min(6e4, 2e3 * 2 ** tries++) * (0.5 + Math.random() / 2)));
  }

  function welcome(answer: Answer): void {
    tries = 0;
    store = answer.store;
    keepToken(answer.token);
    state = answer.availability;
    corner = answer.site.corner;
    color = answer.site.color;
    if (!keep(true, "language")) language = answer.site.language;
    if (!root) draw(false);
    paint();
    if (mode !== "closed" && !frame) load();
    start();
  }

  function keepToken(value: string | null): void {
    token = value;
    keep(false, "token", store ? value : null);
  }

  /** The button's state, live; one connection for all tabs of the site. The window brings its own. */
  function start(): void {
    if (running || !root || frame || !token) return;
    running = true;
    if (!nav.locks) {
      listen();
      return;
    }
    channel = new BroadcastChannel(name);
    channel.onmessage = function (event) {
      if (event.data) change(event.data);
      else if (release) channel!.postMessage(state);
    };
    channel.postMessage(0);
    var waiting = new AbortController();
    abort = waiting;
    nav.locks
      .request(name, { signal: waiting.signal }, function () {
        if (waiting.signal.aborted) return;
        listen();
        return new Promise<void>(function (resolve) {
          release = resolve;
        });
      })
      .catch(function () {
        // Locks are blocked with the storage.
        if (running && abort === waiting) listen();
      });
  }

  function restart(): void {
    stop();
    start();
  }

  function stop(): void {
    running = false;
    if (abort) abort.abort();
    if (release) release();
    if (channel) channel.close();
    abort = release = channel = null;
  }

  function listen(): void {
    var mine = new AbortController();
    var timer: any;
    abort = mine;
    quiet();
    fetch(base + "/visitor/stream", {
      headers: { Authorization: "Visitor " + token },
      credentials: "omit",
      signal: mine.signal,
    })
      .then(function (answer) {
        if (answer.status === 401) {
          keepToken(null);
          stop();
          ask(page, "");
          return;
        }
        if (!answer.ok) throw +answer.headers.get("Retry-After")!;
        var reader = answer.body!.getReader();
        var decoder = new TextDecoder();
        var text = "";
        return reader.read().then(function more(part): any {
          if (part.done) throw 0;
          tries = 0;
          quiet();
          var frames = (text + decoder.decode(part.value, { stream: true })).replace(/\r/g, "").split("\n\n");
          text = frames.pop()!;
          for (var i = 0; i < frames.length; i++) {
            var found = /^event: ?availability\n(?:.*\n)*?data: ?(.*)/m.exec(frames[i]!);
            if (found) change(JSON.parse(found[1]!).state);
          }
          return reader.read().then(more);
        });
      })
      .catch(function (seconds) {
        clearTimeout(timer);
        if (abort === mine)
          later(seconds, function () {
            if (abort === mine) listen();
          });
      });

    /** 35 s without a beat are a dead connection. */
    function quiet(): void {
      clearTimeout(timer);
      timer = setTimeout(function () {
        mine.abort();
      }, 35e3);
    }
  }

  function change(next: Availability): void {
    state = next;
    if (release && channel) channel.postMessage(next);
    paint();
  }

  // ---- the button

  function draw(old: any): void {
    root = doc.createElement("div");
    button = doc.createElement(old ? "a" : "button");
    var parent: Node = root;
    if (old) {
      (button as HTMLAnchorElement).href = base + "/plain/" + site;
      (button as HTMLAnchorElement).target = "_blank";
    } else {
      parent = root.attachShadow({ mode: "open" });
      (button as HTMLButtonElement).type = "button";
      button.setAttribute("aria-haspopup", "dialog");
      button.onclick = function () {
        show(mode === "open" || mode === "max" ? "min" : "open", true);
      };
    }
    if (!old) {
      icon = shape("path", { stroke: "currentColor", "stroke-width": 1.8 });
      button.appendChild(shape("svg", { viewBox: "0 0 24 24", width: 24, fill: "none" })).appendChild(icon);
    }
    dot = button.appendChild(doc.createElement("span"));
    label = button.appendChild(doc.createElement("span"));
    badge = button.appendChild(doc.createElement("span"));
    parent.appendChild(button);
    (doc.body || doc.documentElement).appendChild(root);
    if (old) state = "waiting";
    paint();
  }

  function paint(): void {
    if (!root) return;
    var words = WORDS[ours(language)]!;
    var open = frame && ready && mode !== "min" && mode !== "closed";
    var busy = frame && !ready;
    var text = words[unreachable ? Word.unreachable : Word[state]]!;
    var small = open || phone();
    var ink = light() ? "#1d2126" : "#fff";
    style(
      button,
      "all:initial;display:flex;align-items:center;position:relative;height:52px;border-radius:26px;cursor:pointer;" +
        "box-shadow:0 2px 10px rgba(0,0,0,.22);font:600 15px/20px system-ui,sans-serif;outline-offset:3px;white-space:nowrap;" +
        ("padding:0 " +
          (small ? "14px" : "18px") +
          ";background:" +
          color +
          ";color:" +
          ink +
          ";opacity:" +
          (busy ? 0.7 : 1)),
    );
    if (icon) icon.setAttribute("d", open ? "M6 9l6 6 6-6" : "M4 5h16v11.5h-8.5L7 20v-3.5H4z");
    style(
      dot,
      "width:10px;height:10px;border-radius:9px;background:" +
        (unreachable ? "#c4402b" : colors[Word[state]]) +
        (small
          ? ";position:absolute;top:2px;right:2px;border:2px solid #fff"
          : ";margin:0 8px;box-shadow:0 0 0 2px " + ink) +
        (open ? ";display:none" : ""),
    );
    style(label, small ? "display:none" : "");
    label.textContent = text;
    style(
      badge,
      "position:absolute;top:-6px;right:-4px;padding:0 7px;border-radius:11px;background:#c4402b;color:#fff" +
        (unread && !open ? "" : ";display:none"),
    );
    badge.textContent = unread > 99 ? "99+" : "" + (unread || "");
    button.setAttribute("aria-expanded", "" + !!open);
    button.setAttribute("aria-busy", "" + !!busy);
    button.setAttribute("aria-label", text + (unread ? ". " + words[Word.unread]! + ": " + unread : ""));
    button.lang = ours(language);
    place();
  }

  // ---- the window

  function show(next: Mode, byHand: boolean): void {
    mode = next;
    focus = byHand;
    unreachable = false;
    keep(true, "mode", next === "closed" ? null : next);
    if (next === "closed") unload();
    else if (!frame) {
      if (root) load();
    } else tell({ g: "mode", mode: next, phone: phone(), focus: byHand });
    paint();
    if (byHand && frame && ready && next !== "min") frame.focus();
  }

  function load(): void {
    stop();
    ready = false;
    frame = doc.createElement("iframe");
    frame.title = WORDS[ours(language)]![Word.waiting]!;
    frame.src = base + "/widget/frame?site=" + encodeURIComponent(site) + "#" + encodeURIComponent(location.origin);
    place();
    root!.shadowRoot!.appendChild(frame);
    var mine = frame;
    setTimeout(function () {
      if (frame !== mine || ready) return;
      // It never answered: the server is gone. The button says so and works again.
      unload();
      unreachable = mode !== "min";
      mode = "closed";
      paint();
    }, 15e3);
  }

  function unload(): void {
    if (frame) root!.shadowRoot!.removeChild(frame);
    frame = null;
    ready = false;
    unread = 0;
    start();
  }

  function place(): void {
    if (!root) return;
    var where = corner.split("-");
    var edge = phone() ? "16px" : "20px";
    style(root, "all:initial;position:fixed;z-index:2147483000;" + where[0] + ":" + edge + ";" + where[1] + ":" + edge);
    if (!frame) return;
    var hidden = !ready || mode === "min";
    var view = win.visualViewport;
    style(
      frame,
      "all:initial;position:fixed;border:0;color-scheme:normal;background:transparent;" +
        (phone()
          ? "left:0;width:100%;top:" + view.offsetTop + "px;height:" + view.height + "px"
          : "border-radius:12px;box-shadow:0 8px 40px rgba(0,0,0,.24);" +
            (mode === "max"
              ? "left:16px;top:16px;width:calc(100% - 32px);height:calc(100% - 32px)"
              : where[0] + ":84px;" + where[1] + ":20px;width:380px;height:640px;max-height:calc(100% - 100px)")) +
        (hidden ? ";visibility:hidden;pointer-events:none" : ""),
    );
    button.style.setProperty("visibility", !hidden && (phone() || mode === "max") ? "hidden" : "visible", "important");
  }

  function tell(message: object): void {
    if (frame && ready) frame.contentWindow!.postMessage(message, origin);
  }

  function hear(event: MessageEvent<ToLoader>): void {
    if (!frame || event.source !== frame.contentWindow || event.origin !== origin) return;
    var data = event.data;
    if (data.g === "ready") {
      ready = true;
      tell({
        g: "init",
        trail: token,
        language: keep(true, "language") || wanted || doc.documentElement.lang || null,
        mode: mode,
        phone: phone(),
        focus: focus,
        kept: keep(false, "kept"),
      });
      if (focus && mode !== "min") frame.focus();
    } else if (data.g === "mode") {
      show(data.mode, data.mode === "open" || data.mode === "max");
      if (data.mode === "min" || data.mode === "closed") button.focus();
    } else if (data.g === "unread") unread = data.count;
    else if (data.g === "state") state = data.state;
    else if (data.g === "language") {
      language = data.language;
      keep(true, "language", language);
    } else if (data.g === "keep") keep(false, "kept", data.value);
    paint();
  }

  // ---- small things

  function phone(): boolean {
    return win.innerWidth <= 480;
  }

  function ours(tag: string): string {
    var text = tag.toLowerCase();
    if (/^zh/.test(text)) return /hant|-tw|-hk|-mo/.test(text) ? "zh-Hant" : "zh-Hans";
    text = text.slice(0, 2);
    return WORDS[text] ? text : "en";
  }

  /** Is dark ink easier to read on this colour than white? WCAG's luminance, a little rounded. */
  function light(): boolean {
    var number = parseInt(color.slice(1), 16);
    function part(shift: number): number {
      return (((number >> shift) & 255) / 255) ** 2.2;
    }
    return 0.21 * part(16) + 0.72 * part(8) + 0.07 * part(0) > 0.19;
  }

  function shape(tag: string, attributes: Record<string, any>): SVGElement {
    var made = doc.createElementNS("http://www.w3.org/2000/svg", tag) as SVGElement;
    for (var key in attributes) made.setAttribute(key, attributes[key]!);
    return made;
  }

  /** Important, so that a rule for every element of the host page does not reach us. */
  function style(target: Styled, css: string): void {
    target.style.cssText = css.replace(/;|$/g, "!important;");
  }

  /** Reads or, with a value, writes; null forgets. */
  function keep(session: boolean, key: string, value?: string | null): string | null | undefined {
    try {
      var storage = session ? sessionStorage : localStorage;
      key = name + "." + key;
      if (value) storage.setItem(key, value);
      else if (value === null) storage.removeItem(key);
      else return storage.getItem(key);
    } catch (_) {
      // Blocked: it lives as long as the page.
    }
    return;
  }
})();
