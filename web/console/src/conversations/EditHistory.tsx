import type { Id } from "@genkan/client/types";
import { Popover } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../session/api";
import { wordProblem } from "../words/problems";
import { fullTime } from "../words/times";
import { useWords } from "../words/Words";
import css from "./BubbleRow.module.css";

interface Props {
  conversation: Id;
  message: Id;
  editedAt: number;
}

/** "edited" opens what stood there before; only staff can ask for it. */
export function EditHistory({ conversation, message, editedAt }: Props) {
  const { say } = useWords();
  const [opened, setOpened] = useState(false);
  return (
    <Popover opened={opened} onChange={setOpened} position="top">
      <Popover.Target>
        <button type="button" className={css.edited} onClick={() => setOpened(!opened)}>
          {say("console.edited")}
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <Versions conversation={conversation} message={message} editedAt={editedAt} />
      </Popover.Dropdown>
    </Popover>
  );
}

function Versions({ conversation, message, editedAt }: Props) {
  const { say, language } = useWords();
  const versions = useQuery({
    queryKey: ["edits", message, editedAt],
    queryFn: () =>
      api<{ items: { text: string; at: number }[] }>(
        "GET",
        `/api/conversations/${conversation}/messages/${message}/edits`,
      ),
  });
  if (versions.isError) return <p role="alert">{wordProblem(say, versions.error)}</p>;
  if (versions.isPending) return <p>{say("console.loading")}</p>;
  return (
    <ol className={css.versions} aria-label={say("console.earlier_versions")}>
      {versions.data.items.map(({ text, at }) => (
        <li key={at} className={css.version}>
          <time dateTime={new Date(at).toISOString()}>{fullTime(at, language)}</time>
          <p dir="auto">{text}</p>
        </li>
      ))}
    </ol>
  );
}
