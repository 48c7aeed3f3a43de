import type { Status } from "@genkan/client/types";
import { Menu, UnstyledButton } from "@mantine/core";
import type { ReactNode } from "react";
import { IconCheck, IconChevronDown } from "../look/icons";
import { usePopups } from "../popups/Popups";
import { useMe } from "../session/SessionProvider";
import { wordProblem } from "../words/problems";
import { useSay } from "../words/Words";
import { StatusDot } from "./StatusDot";
import css from "./StatusMenu.module.css";
import { useStatuses, useStatusWords } from "./useStatuses";

interface Props {
  /** Where it hangs: opens downwards in the band and the desk list, upwards in the status bar. */
  opens: "down" | "up";
  /** What the button shows after the dot; the status in words where nothing is given. */
  children?: string;
  /** Further entries below the statuses. */
  more?: ReactNode;
}

/** The one status control. Band, desk list and status bar show it, and it always shows the one value. */
export function StatusMenu({ opens, children, more }: Props) {
  const say = useSay();
  const { status, setStatus } = useMe();
  const { tell } = usePopups();
  const statuses = useStatuses();
  const wordsOf = useStatusWords();
  const words = wordsOf(status);

  const choose = (wanted: Status) =>
    setStatus(wanted).catch((problem: unknown) => tell({ tone: "refused", text: wordProblem(say, problem) }));

  return (
    <Menu position={opens === "down" ? "bottom-start" : "top-end"} width={200}>
      <Menu.Target>
        <UnstyledButton
          className={css.button}
          data-status={status}
          aria-label={[children, say("console.status_is", { status: words })].filter(Boolean).join(", ")}
        >
          <StatusDot status={status} />
          <span className={css.words}>{children ?? words}</span>
          <IconChevronDown size={14} aria-hidden="true" />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{say("console.status")}</Menu.Label>
        {statuses.map(({ key: one }) => (
          <Menu.Item
            key={one}
            leftSection={<StatusDot status={one} />}
            rightSection={one === status && <IconCheck size={14} aria-hidden="true" />}
            aria-current={one === status}
            onClick={() => void choose(one)}
          >
            {wordsOf(one)}
          </Menu.Item>
        ))}
        {more && <Menu.Divider />}
        {more}
      </Menu.Dropdown>
    </Menu>
  );
}
