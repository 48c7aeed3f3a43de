import type { AgentBrief } from "@genkan/client/types";
import { Button, Popover, Tooltip } from "@mantine/core";
import { useState } from "react";
import { IconUsers } from "../look/icons";
import { StatusDot } from "../status/StatusDot";
import { useStatusWords } from "../status/useStatuses";
import { useWords } from "../words/Words";
import { useDeskState } from "./DeskProvider";
import type { DeskState } from "./deskState";
import css from "./StaffList.module.css";

/** AC-31: the colleagues signed in now, how many they are, and how many conversations each has. */
export function StaffList({ compact = false }: { compact?: boolean }) {
  const { say, language } = useWords();
  const state = useDeskState();
  const wordsOf = useStatusWords();
  const [open, setOpen] = useState(false);
  const staff = staffOf(state, language);
  const words = say("console.staff_list", { count: String(staff.length) });
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" width={280} trapFocus returnFocus shadow="sm">
      <Popover.Target>
        <Tooltip label={words} disabled={open}>
          <Button
            variant={compact ? "subtle" : "default"}
            size={compact ? "compact-sm" : "xs"}
            leftSection={<IconUsers size={15} />}
            aria-haspopup="dialog"
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          >
            <span className={compact ? undefined : "unseen"}>{words}</span>
            {!compact && <span aria-hidden="true">{staff.length}</span>}
          </Button>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown className={css.drop} aria-label={words}>
        {/* Focus goes to the list, so that it is read out and can be scrolled by keyboard. */}
        <section className={css.words} tabIndex={-1} data-autofocus>
          <ul className={css.list} aria-label={words}>
            {staff.map(({ agent, held }) => (
              <li key={agent.id} className={css.row}>
                <StatusDot status={agent.status} />
                <span className={css.name} dir="auto">
                  {agent.name}
                </span>
                <span className={css.status}>{wordsOf(agent.status)}</span>
                <span className={css.held} title={say("console.staff_held", { count: held })}>
                  {held}
                </span>
              </li>
            ))}
          </ul>
          {staff.length === 0 && <p className={css.none}>{say("console.staff_none")}</p>}
        </section>
      </Popover.Dropdown>
    </Popover>
  );
}

/** By name, never oneself; whatever their status is, and whether or not transfers reach it. */
export function staffOf(state: DeskState, language: string): { agent: AgentBrief; held: number }[] {
  const order = new Intl.Collator(language);
  return Object.values(state.colleagues)
    .flatMap(({ agent: id, held }) => {
      const agent = state.agents[id];
      return agent && id !== state.me ? [{ agent, held }] : [];
    })
    .sort((a, b) => order.compare(a.agent.name, b.agent.name) || (a.agent.id < b.agent.id ? -1 : 1));
}
