import type { Language } from "@genkan/client/types";
import { Button, SegmentedControl } from "@mantine/core";
import { useState } from "react";
import { Mark } from "../../look/Mark";
import { useSay } from "../../words/Words";
import css from "../parts.module.css";
import { isColor, wordsOn } from "./contrast";
import look from "./SitePreview.module.css";
import type { SiteFields } from "./siteForm";
import { useSiteWords } from "./siteWords";

type Scene = "closed" | "first" | "talk" | "nobody";
const scenes: readonly Scene[] = ["closed", "first", "talk", "nobody"];

/** What the visitor will see, in the chosen colour, corner, language and words, before anything is saved. */
export function SitePreview({ site, language }: { site: SiteFields; language: Language }) {
  const say = useSay();
  const [scene, setScene] = useState<Scene>("first");
  // On a phone the picture would stand in the way of the fields; there it is opened on demand.
  const [unfolded, setUnfolded] = useState(false);
  const spoken = site.language ?? language;
  const words = useSiteWords(spoken);
  const color = isColor(site.color) ? site.color : "#2f4b8a";
  const style = { "--site": color, "--on-site": wordsOn(color).color } as React.CSSProperties;

  return (
    <aside className={look.preview} aria-label={say("manage.preview")} data-unfolded={unfolded || undefined}>
      <div className={look.head}>
        <h2 className={css.label}>{say("manage.preview")}</h2>
        <span className={css.note}>{say(`languageName.${spoken}`)}</span>
        <Button
          className={look.unfold}
          variant="default"
          size="compact-sm"
          aria-expanded={unfolded}
          onClick={() => setUnfolded(!unfolded)}
        >
          {say(unfolded ? "manage.preview_hide" : "manage.preview_show")}
        </Button>
      </div>
      <SegmentedControl
        className={look.scenes}
        size="xs"
        fullWidth
        aria-label={say("manage.preview")}
        value={scene}
        onChange={(value) => setScene(value as Scene)}
        data={scenes.map((value) => ({ value, label: say(`manage.scene_${value}`) }))}
      />
      {/* A picture of the window: it is looked at, not used. */}
      <div className={look.shop} style={style} data-corner={site.corner} lang={spoken} aria-hidden="true">
        <div className={look.page}>
          <span />
          <span />
          <span />
          <span />
          <span />
        </div>
        {words && scene !== "closed" && (
          <div className={look.window}>
            <WindowHead name={site.name || words("site.name")} />
            {scene === "first" && <FirstScreen site={site} language={spoken} words={words} />}
            {scene === "talk" && <Talk site={site} language={spoken} words={words} />}
            {scene === "nobody" && <Nobody site={site} language={spoken} words={words} />}
          </div>
        )}
        <span className={look.button}>
          <Bubble />
        </span>
      </div>
    </aside>
  );
}

interface SceneProps {
  site: SiteFields;
  language: Language;
  words(key: string): string;
}

function WindowHead({ name }: { name: string }) {
  return (
    <div className={look.windowHead}>
      <Mark size={18} />
      <strong dir="auto">{name}</strong>
      <span className={look.windowButtons}>– ✕</span>
    </div>
  );
}

/** Greeting, consent and nickname in one short form, as far as each is switched on. */
function FirstScreen({ site, language, words }: SceneProps) {
  const asks = site.nicknameForm || site.consent.enabled;
  return (
    <div className={look.body}>
      {(site.greeting.when === "open" || site.greeting.when === "both") && (
        <p className={look.theirs} dir="auto">
          {site.greeting.text[language] ?? words("site.greeting")}
        </p>
      )}
      {site.nicknameForm && (
        <div className={look.field}>
          <span>{words("manage.preview_nickname")}</span>
          <span className={look.box} />
        </div>
      )}
      {site.consent.enabled && (
        <div className={look.consent}>
          <p dir="auto">{site.consent.text[language] ?? words("site.consent")}</p>
          <span className={look.tick}>
            <span /> {words("manage.preview_agree")}
          </span>
        </div>
      )}
      {asks ? <span className={look.go}>{words("manage.preview_begin")}</span> : <Composer words={words} />}
    </div>
  );
}

function Talk({ site, language, words }: SceneProps) {
  return (
    <div className={look.body}>
      {site.greeting.when !== "off" && (
        <p className={look.theirs} dir="auto">
          {site.greeting.text[language] ?? words("site.greeting")}
        </p>
      )}
      <p className={look.mine}>{words("manage.preview_question")}</p>
      {site.notice.enabled && (
        <p className={look.theirs} dir="auto">
          {site.notice.text[language] ?? words("site.notice")}
        </p>
      )}
      <Composer words={words} />
    </div>
  );
}

function Nobody({ site, language, words }: SceneProps) {
  return (
    <div className={look.body}>
      <p className={look.lead} dir="auto">
        {site.nobody.text[language] ?? words("site.nobody")}
      </p>
      {[words("manage.preview_name"), words("manage.preview_contact")].map((label) => (
        <div key={label} className={look.field}>
          <span>{label}</span>
          <span className={look.box} />
        </div>
      ))}
      <div className={look.field}>
        <span>{words("manage.preview_message")}</span>
        <span className={look.box} data-tall="" />
      </div>
      <span className={look.go}>{words("manage.preview_leave")}</span>
    </div>
  );
}

const Composer = ({ words }: { words(key: string): string }) => (
  <span className={look.composer}>{words("manage.preview_write")}</span>
);

const Bubble = () => (
  <svg
    viewBox="0 0 24 24"
    width="24"
    height="24"
    fill="none"
    stroke="currentColor"
    strokeWidth="2"
    strokeLinejoin="round"
    aria-hidden="true"
  >
    <path d="M4 5h16v11H11l-4.5 3.5V16H4z" />
  </svg>
);
