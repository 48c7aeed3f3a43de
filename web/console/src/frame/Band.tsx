import { languages } from "@genkan/client/languages";
import { ActionIcon, Menu, Tooltip, UnstyledButton, useMantineColorScheme } from "@mantine/core";
import { Link, useLocation } from "wouter";
import { useDeskState } from "../conversations/DeskProvider";
import {
  IconHelp,
  IconLanguage,
  IconMoon,
  IconSearch,
  IconSignOut,
  IconSound,
  IconSoundOff,
  IconSun,
  IconSystem,
  IconUser,
} from "../look/icons";
import { Mark } from "../look/Mark";
import { usePopups } from "../popups/Popups";
import { useMe } from "../session/SessionProvider";
import { StatusMenu } from "../status/StatusMenu";
import { wordProblem } from "../words/problems";
import { useWords } from "../words/Words";
import type { Area } from "./areas";
import css from "./Band.module.css";

interface Props {
  areas: readonly Area[];
  onSearch(): void;
  onKeys(): void;
}

export function Band({ areas, onSearch, onKeys }: Props) {
  const { say } = useWords();
  const { session } = useMe();
  return (
    <header className={css.band}>
      <Link href="/" className={css.brand} aria-label="Genkan">
        <Mark />
        <span className={css.brandName}>Genkan</span>
      </Link>
      <nav className={css.tabs} aria-label={say("console.areas")}>
        {areas.map((area) => !area.aside && !area.own && <AreaTab key={area.path} area={area} />)}
      </nav>
      <UnstyledButton
        className={css.search}
        onClick={onSearch}
        aria-label={say("console.search")}
        aria-keyshortcuts="Control+K"
      >
        <IconSearch size={15} aria-hidden="true" />
        <span>{say("console.search")}</span>
      </UnstyledButton>
      <div className={css.functions}>
        <SoundButton />
        <LanguageMenu />
        <AppearanceMenu />
        <Tooltip label={say("console.keys")}>
          <ActionIcon aria-label={say("console.keys")} onClick={onKeys} className={css.wide}>
            <IconHelp size={18} />
          </ActionIcon>
        </Tooltip>
        <nav className={css.aside} aria-label={say("console.manage")}>
          {areas.map((area) => area.aside && <AreaTab key={area.path} area={area} />)}
        </nav>
        <StatusMenu opens="down" more={<OwnDoors />}>
          {session.agent.nickname ?? session.agent.name}
        </StatusMenu>
      </div>
    </header>
  );
}

export function AreaTab({ area }: { area: Area }) {
  const { say } = useWords();
  const [location] = useLocation();
  const state = useDeskState();
  const count = area.count?.(state);
  const here = location === `/${area.path}` || location.startsWith(`/${area.path}/`);
  const Icon = area.icon;
  return (
    <Link href={`/${area.path}`} className={css.tab} aria-current={here ? "page" : undefined}>
      <Icon size={18} stroke={1.7} aria-hidden="true" />
      <span className={css.tabName}>{say(area.name)}</span>
      {count !== undefined && count.shown > 0 && (
        <span className={css.count} data-urgent={count.urgent || undefined}>
          {count.shown}
        </span>
      )}
    </Link>
  );
}

export function SoundButton() {
  const { say } = useWords();
  const { session, change } = useMe();
  const { tell } = usePopups();
  const words = say(session.sound ? "console.sound_on" : "console.sound_off");
  return (
    <Tooltip label={words}>
      <ActionIcon
        aria-label={say("console.sound")}
        aria-pressed={session.sound}
        className={css.wide}
        onClick={() =>
          void change({ sound: !session.sound }).catch((problem: unknown) =>
            tell({ tone: "refused", text: wordProblem(say, problem) }),
          )
        }
      >
        {session.sound ? <IconSound size={18} /> : <IconSoundOff size={18} />}
      </ActionIcon>
    </Tooltip>
  );
}

function LanguageMenu() {
  const { say, language, speak } = useWords();
  const { change } = useMe();
  const { tell } = usePopups();
  return (
    <Menu>
      <Menu.Target>
        <Tooltip label={say("console.language")}>
          <ActionIcon aria-label={say("console.language")}>
            <IconLanguage size={18} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        {languages.map((one) => (
          <Menu.Item
            key={one}
            lang={one}
            aria-current={one === language}
            onClick={() => {
              speak(one);
              change({ language: one }).catch((problem: unknown) =>
                tell({ tone: "refused", text: wordProblem(say, problem) }),
              );
            }}
          >
            {say(`languageName.${one}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

const appearances = [
  { value: "auto", icon: IconSystem },
  { value: "light", icon: IconSun },
  { value: "dark", icon: IconMoon },
] as const;

function AppearanceMenu() {
  const { say } = useWords();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const Shown = appearances.find(({ value }) => value === colorScheme)?.icon ?? IconSystem;
  return (
    <Menu>
      <Menu.Target>
        <Tooltip label={say("console.appearance")}>
          <ActionIcon aria-label={say("console.appearance")}>
            <Shown size={18} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        {appearances.map(({ value, icon: Icon }) => (
          <Menu.Item
            key={value}
            leftSection={<Icon size={16} />}
            aria-current={value === colorScheme}
            onClick={() => setColorScheme(value)}
          >
            {say(`console.appearance_${value}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** What belongs to the person alone: the own profile and the way out. */
export function OwnDoors() {
  const { say } = useWords();
  return (
    <>
      <Menu.Item component={Link} href="/me" leftSection={<IconUser size={16} />}>
        {say("console.me")}
      </Menu.Item>
      <SignOut />
    </>
  );
}

function SignOut() {
  const { say } = useWords();
  const { signOut } = useMe();
  const { tell } = usePopups();
  return (
    <Menu.Item
      leftSection={<IconSignOut size={16} />}
      onClick={() =>
        void signOut().catch((problem: unknown) => tell({ tone: "refused", text: wordProblem(say, problem) }))
      }
    >
      {say("console.sign_out")}
    </Menu.Item>
  );
}
