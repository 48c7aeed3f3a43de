import type { Id } from "@genkan/client/types";
import { ActionIcon, Popover, Tooltip } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useDeskState } from "../conversations/DeskProvider";
import { IconHelp } from "../look/icons";
import { Loading } from "../look/Loading";
import { api } from "../session/api";
import { wordProblem } from "../words/problems";
import { fullTime } from "../words/times";
import { useWords } from "../words/Words";
import type { Names } from "./reasons";
import css from "./Why.module.css";
import { type Assignments, explain, headline, passed } from "./whyWords";

interface Props {
  conversation: Id;
  /** Who has it, or had it last. */
  agent: Id | null;
}

/** "Why Ada?": through whose hands a conversation went, and for what reasons. */
export function Why({ conversation, agent }: Props) {
  const { say } = useWords();
  const { agents } = useDeskState();
  const [open, setOpen] = useState(false);
  const name = agent && agents[agent]?.name;
  const title = name ? say("why.title", { agent: name }) : say("why.title_nobody");
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" width={380} trapFocus returnFocus shadow="sm">
      <Popover.Target>
        <Tooltip label={title} disabled={open}>
          <ActionIcon
            size={30}
            aria-label={title}
            aria-haspopup="dialog"
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          >
            <IconHelp size={18} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown className={css.drop} aria-label={title}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard */}
        <section className={css.words} tabIndex={0} data-autofocus>
          <h3 className={css.title}>{title}</h3>
          <Story conversation={conversation} />
        </section>
      </Popover.Dropdown>
    </Popover>
  );
}

function Story({ conversation }: { conversation: Id }) {
  const speech = useWords();
  const { say, language } = speech;
  const state = useDeskState();
  const query = useQuery({
    queryKey: ["assignments", conversation],
    queryFn: ({ signal }) => api<Assignments>("GET", `/api/conversations/${conversation}/assignments`, { signal }),
    gcTime: 0,
  });
  if (query.isPending) return <Loading />;
  if (query.isError) return <p role="alert">{wordProblem(say, query.error)}</p>;
  const { items, regions } = query.data;
  if (items.length === 0) return <p className={css.note}>{say("why.none")}</p>;
  const names: Names = {
    agent: (id) => state.agents[id]?.name ?? say("why.somebody"),
    department: (id) => state.departments[id]?.name ?? say("why.some_department"),
    place: (code) => regions[code]?.[language] ?? regions[code]?.en ?? code,
  };
  return (
    <ol className={css.story}>
      {[...items].reverse().map((one) => (
        <li key={`${one.at} ${one.kind} ${one.agent}`}>
          <p className={css.head}>{headline(one, speech, names)}</p>
          {explain(one, speech, names).map((words) => (
            <p key={words}>{words}</p>
          ))}
          <Passed words={passed(one, speech, names)} />
          <time className={css.note} dateTime={new Date(one.at).toISOString()}>
            {fullTime(one.at, language)}
          </time>
        </li>
      ))}
    </ol>
  );
}

function Passed({ words }: { words: string[] }) {
  const { say } = useWords();
  if (words.length === 0) return null;
  return (
    <>
      <p className={css.passed}>{say("why.passed")}</p>
      <ul className={css.list}>
        {words.map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
    </>
  );
}
