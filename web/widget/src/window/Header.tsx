import type { Language } from "@genkan/client/types";
import { Icon, type IconName } from "./icons.tsx";
import { isOpen } from "./session.ts";
import type { View } from "./view.ts";

export function Header({ view, end, close }: { view: View; end: (() => void) | undefined; close: () => void }) {
  const { session, say, language, frame } = view;
  const { site, availability } = session;
  const conversation = session.talk?.conversation;
  const agent = conversation?.agent;
  const name = agent?.nickname ?? site?.name ?? "";
  const large = frame?.mode === "max";
  return (
    <header>
      <Face name={name} avatar={agent?.avatar} />
      <div class="who">
        <strong dir="auto">{name}</strong>
        <span role="status">
          {site && !conversation && <i class={`dot ${availability}`} />}
          {site && status()}
        </span>
      </div>
      {site && (
        <label class="tool" title={say("widget.language")}>
          <Icon name="globe" />
          <select
            aria-label={say("widget.language")}
            value={language}
            onChange={(event) => view.chooseLanguage(event.currentTarget.value as Language)}
          >
            {site.languages.map((tag) => (
              <option key={tag} value={tag} lang={tag}>
                {say(`languageName.${tag}`)}
              </option>
            ))}
          </select>
        </label>
      )}
      {end && tool("end", "widget.end", end)}
      {frame && tool("minimise", "widget.minimise", () => frame.setMode("min"))}
      {frame &&
        !frame.phone &&
        tool(large ? "shrink" : "grow", large ? "widget.restore" : "widget.maximise", () =>
          frame.setMode(large ? "open" : "max"),
        )}
      {frame && tool("close", "widget.close", close)}
    </header>
  );

  function status() {
    if (agent && name !== site.name) return site.name;
    if (!conversation || agent) return say(`widget.head.${agent ? "waiting" : availability}`);
    return isOpen(conversation) && (inQueue() || say("widget.head.inQueue"));
  }

  /** Where we stand and how long it may be, as far as the site tells it. */
  function inQueue() {
    const { queue } = session;
    if (!queue || queue.conversation !== conversation?.id) return "";
    const { place, minutes } = queue;
    return [
      place && (place === 1 ? say("widget.queue.next") : say("widget.queue.place", { place })),
      minutes && (minutes > 60 ? say("widget.queue.long") : say("widget.queue.wait", { count: minutes })),
    ]
      .filter(Boolean)
      .join(" · ");
  }

  function tool(icon: IconName, key: string, onClick: () => void) {
    return (
      <button type="button" class="tool" aria-label={say(key)} title={say(key)} onClick={onClick}>
        <Icon name={icon} />
      </button>
    );
  }
}

export function Face({ name, avatar }: { name: string; avatar?: string | null | undefined }) {
  return avatar ? (
    <img class="face" src={avatar} alt="" />
  ) : (
    <span class="face" aria-hidden="true">
      {[...name.trim()][0]?.toUpperCase()}
    </span>
  );
}
