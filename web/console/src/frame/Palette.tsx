import { languages } from "@genkan/client/languages";
import { Modal, useMantineColorScheme } from "@mantine/core";
import { type KeyboardEvent, type ReactNode, useId, useMemo, useState } from "react";
import { useLocation } from "wouter";
import { useDeskState } from "../conversations/DeskProvider";
import { mineOf, waitingOf } from "../conversations/deskState";
import { useAccept } from "../conversations/useAccept";
import { nameOf } from "../conversations/visitorName";
import {
  IconHelp,
  IconLanguage,
  IconMoon,
  IconSearch,
  IconSettings,
  IconSignOut,
  IconSun,
  IconTalks,
  IconWait,
} from "../look/icons";
import { openSections } from "../manage/sections";
import { usePopups } from "../popups/Popups";
import { useMe } from "../session/SessionProvider";
import { StatusDot } from "../status/StatusDot";
import { useStatuses, useStatusWords } from "../status/useStatuses";
import { wordProblem } from "../words/problems";
import { useWords } from "../words/Words";
import { openAreas } from "./areas";
import { matches } from "./matches";
import css from "./Palette.module.css";

interface Choice {
  id: string;
  group: string;
  icon: ReactNode;
  words: string;
  note?: string;
  /** Absent: only something to look up, such as a colleague's status. */
  act?: () => unknown;
}

interface Props {
  opened: boolean;
  onClose(): void;
  onKeys(): void;
}

export function Palette({ opened, onClose, onKeys }: Props) {
  const { say } = useWords();
  return (
    <Modal.Root opened={opened} onClose={onClose} size={560} radius="lg" yOffset="12vh" centered={false}>
      <Modal.Overlay />
      <Modal.Content aria-label={say("console.search")}>
        <Modal.Body p={0}>
          <Search onClose={onClose} onKeys={onKeys} />
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

function Search({ onClose, onKeys }: Omit<Props, "opened">) {
  const { say, language } = useWords();
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState(0);
  const list = useId();
  const { tell } = usePopups();
  const all = useChoices(onKeys);
  const found = useMemo(
    () => all.filter(({ words, note }) => matches(`${words} ${note ?? ""}`, typed, language)).slice(0, 50),
    [all, typed, language],
  );
  const at = Math.min(chosen, found.length - 1);

  async function take(choice: Choice | undefined) {
    if (!choice?.act) return;
    onClose();
    try {
      await choice.act();
    } catch (problem) {
      tell({ tone: "refused", text: wordProblem(say, problem) });
    }
  }

  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setChosen((at + step + found.length) % Math.max(1, found.length));
    } else if (event.key === "Enter" && !event.nativeEvent.isComposing) {
      event.preventDefault();
      void take(found[at]);
    }
  }

  return (
    <>
      <div className={css.field}>
        <IconSearch size={18} aria-hidden="true" />
        <input
          className={css.input}
          role="combobox"
          aria-expanded="true"
          aria-controls={list}
          aria-activedescendant={found[at] && `${list}-${found[at].id}`}
          aria-label={say("console.search")}
          placeholder={say("console.palette_hint")}
          data-autofocus
          value={typed}
          onKeyDown={onKeyDown}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setChosen(0);
          }}
        />
      </div>
      <div className={css.list} role="listbox" id={list} aria-label={say("console.search")}>
        {found.map((choice, index) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field, which names the chosen one
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field takes the keys
          <div
            key={choice.id}
            id={`${list}-${choice.id}`}
            role="option"
            aria-selected={index === at}
            aria-disabled={!choice.act}
            className={css.choice}
            ref={index === at ? (row) => row?.scrollIntoView({ block: "nearest" }) : undefined}
            onMouseMove={() => setChosen(index)}
            onClick={() => void take(choice)}
          >
            <span className={css.icon}>{choice.icon}</span>
            <span className={css.words}>{choice.words}</span>
            <span className={css.note}>{choice.note ?? say(choice.group)}</span>
          </div>
        ))}
      </div>
      <p className={css.nothing} role="status">
        {found.length === 0 && say("console.palette_nothing")}
      </p>
    </>
  );
}

function useChoices(onKeys: () => void): Choice[] {
  const { say, speak } = useWords();
  const me = useMe();
  const statuses = useStatuses();
  const statusOf = useStatusWords();
  const state = useDeskState();
  const accept = useAccept();
  const [, go] = useLocation();
  const { setColorScheme } = useMantineColorScheme();
  const icon = { size: 16, "aria-hidden": true } as const;

  const waiting = waitingOf(state);
  const first = waiting[0];
  const commands: Choice[] = [
    ...(first
      ? [
          {
            id: "accept",
            group: "console.palette_command",
            icon: <IconWait {...icon} />,
            words: say("console.accept_next"),
            act: () => accept(first),
          },
        ]
      : []),
    ...statuses.map(({ key: status }) => ({
      id: `status-${status}`,
      group: "console.palette_command",
      icon: <StatusDot status={status} />,
      words: say("console.set_status", { status: statusOf(status) }),
      act: () => me.setStatus(status),
    })),
    ...(["light", "dark", "auto"] as const).map((look) => ({
      id: `look-${look}`,
      group: "console.palette_command",
      icon: look === "light" ? <IconSun {...icon} /> : <IconMoon {...icon} />,
      words: `${say("console.appearance")}: ${say(`console.appearance_${look}`)}`,
      act: () => setColorScheme(look),
    })),
    ...languages.map((one) => ({
      id: `language-${one}`,
      group: "console.palette_command",
      icon: <IconLanguage {...icon} />,
      words: `${say("console.language")}: ${say(`languageName.${one}`)}`,
      act: () => {
        speak(one);
        return me.change({ language: one });
      },
    })),
    {
      id: "keys",
      group: "console.palette_command",
      icon: <IconHelp {...icon} />,
      words: say("console.keys"),
      act: onKeys,
    },
    {
      id: "out",
      group: "console.palette_command",
      icon: <IconSignOut {...icon} />,
      words: say("console.sign_out"),
      act: me.signOut,
    },
  ];
  return [
    ...[...waiting, ...mineOf(state)].map((one) => ({
      id: one.id,
      group: one.state === "waiting" ? "console.waiting" : "console.conversations",
      icon: one.state === "waiting" ? <IconWait {...icon} /> : <IconTalks {...icon} />,
      words: nameOf(say, one),
      note: one.state === "waiting" ? say("console.waiting") : (one.lastText ?? say("console.conversations")),
      act: () => (one.state === "waiting" ? accept(one) : go(`/conversations/${one.id}`)),
    })),
    ...openAreas(me.can).map(({ path, name, icon: Icon }) => ({
      id: path,
      group: "console.palette_page",
      icon: <Icon {...icon} />,
      words: say(name),
      act: () => go(`/${path}`),
    })),
    ...openSections(me.can).map(({ path, name, group }) => ({
      id: `manage-${path}`,
      group,
      icon: <IconSettings {...icon} />,
      words: say(name),
      note: `${say("console.manage")} · ${say(group)}`,
      act: () => go(`/manage/${path}`),
    })),
    ...commands,
    ...Object.values(state.agents)
      .filter(({ removed, disabled }) => !removed && !disabled)
      .map(({ id, name, status }) => ({
        id: `agent-${id}`,
        group: "console.palette_person",
        icon: <StatusDot status={status} />,
        words: name,
        note: statusOf(status),
        ...(me.can("agents.manage") && { act: () => go("/manage/agents") }),
      })),
  ];
}
