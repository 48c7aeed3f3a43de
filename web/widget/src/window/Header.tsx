import type { Say } from "@genkan/client/texts";
import type { Language } from "@genkan/client/types";
import type { AppProps } from "./App.tsx";
import { Icon } from "./icons.tsx";
import { isOpen, type Session } from "./session.ts";

export interface HeaderProps {
  session: Session;
  say: Say;
  language: Language;
  chooseLanguage: (language: Language) => void;
  frame: AppProps["window"];
  close: () => void;
  onEnd: (() => void) | undefined;
}

export function Header({ session, say, language, chooseLanguage, frame, close, onEnd }: HeaderProps) {
  const conversation = session.talk?.conversation;
  const agent = conversation?.agent;
  const name = agent?.nickname ?? session.site?.name ?? "";
  return (
    <header>
      <Face name={name} avatar={agent?.avatar} />
      <div class="who">
        <strong dir="auto">{name}</strong>
        <span role="status">{status()}</span>
      </div>
      {session.site && (
        <label class="tool" title={say("widget.language")}>
          <Icon name="globe" />
          <select
            aria-label={say("widget.language")}
            value={language}
            onChange={(event) => chooseLanguage(event.currentTarget.value as Language)}
          >
            {session.site.languages.map((tag) => (
              <option key={tag} value={tag} lang={tag}>
                {say(`languageName.${tag}`)}
              </option>
            ))}
          </select>
        </label>
      )}
      {onEnd && <Tool icon="end" label={say("widget.end")} onClick={onEnd} />}
      {frame && <Tool icon="minimise" label={say("widget.minimise")} onClick={() => frame.setMode("min")} />}
      {frame && !frame.phone && (
        <Tool
          icon={frame.mode === "max" ? "shrink" : "grow"}
          label={say(frame.mode === "max" ? "widget.restore" : "widget.maximise")}
          onClick={() => frame.setMode(frame.mode === "max" ? "open" : "max")}
        />
      )}
      {frame && <Tool icon="close" label={say("widget.close")} onClick={close} />}
    </header>
  );

  function status() {
    if (!session.site) return "";
    if (agent) return session.site.name;
    if (conversation) return isOpen(conversation) ? say("widget.head.inQueue") : "";
    return (
      <>
        <i class={`dot ${session.availability}`} />
        {say(`widget.head.${session.availability}`)}
      </>
    );
  }
}

export function Face({ name, avatar }: { name: string; avatar?: string | null | undefined }) {
  if (avatar) return <img class="face" src={avatar} alt="" />;
  return (
    <span class="face" aria-hidden="true">
      {[...name.trim()][0]?.toLocaleUpperCase()}
    </span>
  );
}

function Tool({
  icon,
  label,
  onClick,
}: {
  icon: Parameters<typeof Icon>[0]["name"];
  label: string;
  onClick: () => void;
}) {
  return (
    <button type="button" class="tool" aria-label={label} title={label} onClick={onClick}>
      <Icon name={icon} />
    </button>
  );
}
