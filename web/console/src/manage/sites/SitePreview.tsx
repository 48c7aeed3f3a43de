import type { Language } from "@genkan/client/types";
import { Button, SegmentedControl } from "@mantine/core";
import { type CSSProperties, type ReactNode, useState } from "react";
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
      <Screen site={site} language={spoken} scene={scene} />
    </aside>
  );
}

/** A picture of the visitor's screen: it is looked at, not used, and so it is hidden from screen readers. */
function Screen({ site, language, scene }: { site: SiteFields; language: Language; scene: Scene }) {
  const words = useSiteWords(language);
  const color = isColor(site.color) ? site.color : "#2f4b8a";
  const style = { "--site": color, "--on-site": wordsOn(color).color } as CSSProperties;
  return (
    <div className={look.frame} style={style} data-corner={site.corner} lang={language} aria-hidden="true">
      <div className={look.shop}>
        <div className={look.page}>
          <span />
          <span />
          <span />
          <span />
        </div>
        {words && scene !== "closed" && (
          <div className={look.window}>
            <Scenery {...{ site, language, words, scene }} />
          </div>
        )}
        {words && <StartButton open={scene !== "closed"} words={words("widget.button.waiting")} />}
      </div>
    </div>
  );
}

interface SceneProps {
  site: SiteFields;
  language: Language;
  words(key: string): string;
}

function Scenery({ scene, ...props }: SceneProps & { scene: Scene }) {
  const { site, words } = props;
  const name = site.name || words("site.name");
  if (scene === "talk")
    return (
      <>
        <Head name={name} state={words("widget.head.inQueue")} />
        <Talk {...props} />
      </>
    );
  if (scene === "nobody")
    return (
      <>
        <Head name={name} state={words("widget.head.away")} light="#a3abb4" />
        <Nobody {...props} />
      </>
    );
  return (
    <>
      <Head name={name} state={words("widget.head.waiting")} light="#5bbf73" />
      <FirstScreen {...props} />
    </>
  );
}

function Head({ name, state, light }: { name: string; state: string; light?: string }) {
  return (
    <div className={look.windowHead}>
      <span className={look.windowFace}>{[...name.trim()][0]?.toLocaleUpperCase()}</span>
      <span className={look.who}>
        <strong dir="auto">{name}</strong>
        <span>
          {light && <i style={{ background: light }} />}
          {state}
        </span>
      </span>
      <Lines path="M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14m0 0c-4 4.5-4 9.5 0 14 4-4.5 4-9.5 0-14M3.5 10h13" />
      <Lines path="M4.5 15.5h11" />
      <Lines path="m5.5 5.5 9 9m0-9-9 9" />
    </div>
  );
}

/** Greeting, nickname and consent in one short form; where none of them is asked, one simply writes. */
function FirstScreen({ site, language, words }: SceneProps) {
  const greets = site.greeting.when === "open" || site.greeting.when === "both";
  const asks = site.nicknameForm || site.consent.enabled;
  return (
    <>
      <div className={look.body}>
        {greets && <Theirs>{site.greeting.text[language] ?? words("site.greeting")}</Theirs>}
        {site.nicknameForm && <Box label={words("widget.form.nickname")} />}
        {site.consent.enabled && (
          <div className={look.consent}>
            <strong>{words("widget.form.privacy")}</strong>
            <p dir="auto">{site.consent.text[language] ?? words("site.consent")}</p>
            <span className={look.tick}>
              <i /> {words("widget.form.agree")}
            </span>
          </div>
        )}
        {asks && <span className={look.go}>{words("widget.form.start")}</span>}
      </div>
      {!asks && <Composer words={words} />}
    </>
  );
}

function Talk({ site, language, words }: SceneProps) {
  return (
    <>
      <div className={look.body} data-timeline="">
        {site.greeting.when !== "off" && <Theirs>{site.greeting.text[language] ?? words("site.greeting")}</Theirs>}
        <p className={look.mine}>{words("manage.preview_question")}</p>
        {site.notice.enabled && <Theirs>{site.notice.text[language] ?? words("site.notice")}</Theirs>}
      </div>
      <Composer words={words} />
    </>
  );
}

function Nobody({ site, language, words }: SceneProps) {
  if (site.nobody.first === "popup")
    return (
      <div className={look.body}>
        <strong>{words("widget.nobody.title")}</strong>
        <p className={look.lead} dir="auto">
          {site.nobody.text[language] ?? words("site.nobody")}
        </p>
        <span className={look.go}>{words("widget.nobody.leave")}</span>
      </div>
    );
  return (
    <div className={look.body}>
      <p className={look.lead} dir="auto">
        {site.nobody.text[language] ?? words("site.nobody")}
      </p>
      <Box label={words("widget.leave.name")} />
      <Box label={words("widget.leave.text")} tall />
      <p className={look.hint}>{words("widget.leave.contact")}</p>
      <Box label={words("widget.leave.email")} />
      <Box label={words("widget.leave.phone")} />
      <span className={look.go}>{words("widget.leave.send")}</span>
    </div>
  );
}

const Theirs = ({ children }: { children: ReactNode }) => (
  <p className={look.theirs} dir="auto">
    {children}
  </p>
);

const Box = ({ label, tall }: { label: string; tall?: boolean }) => (
  <span className={look.field}>
    {label}
    <i data-tall={tall || undefined} />
  </span>
);

const Composer = ({ words }: { words(key: string): string }) => (
  <div className={look.composer}>
    <span>{words("widget.compose.placeholder")}</span>
    <i>
      <Lines path="M10 16V4.5m-4.5 4.5L10 4.5 14.5 9" />
    </i>
  </div>
);

const StartButton = ({ open, words }: { open: boolean; words: string }) => (
  <span className={look.button} data-open={open || undefined}>
    <svg
      viewBox="0 0 24 24"
      width="24"
      height="24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      aria-hidden="true"
    >
      <path d={open ? "M6 9l6 6 6-6" : "M4 5h16v11.5h-8.5L7 20v-3.5H4z"} />
    </svg>
    {!open && (
      <>
        <i />
        {words}
      </>
    )}
  </span>
);

const Lines = ({ path }: { path: string }) => (
  <svg
    viewBox="0 0 20 20"
    width="20"
    height="20"
    fill="none"
    stroke="currentColor"
    strokeWidth="1.7"
    aria-hidden="true"
  >
    <path d={path} strokeLinecap="round" strokeLinejoin="round" />
  </svg>
);
