import { ApiError } from "@genkan/client/http";
import type { Conversation, Id } from "@genkan/client/types";
import { Button, Modal, Popover } from "@mantine/core";
import { type KeyboardEvent, useState } from "react";
import { useLocation } from "wouter";
import { IconChevronDown, IconTransfer } from "../look/icons";
import { usePopups } from "../popups/Popups";
import { StatusDot } from "../status/StatusDot";
import { wordProblem } from "../words/problems";
import { useWords } from "../words/Words";
import { useDesk, useDeskState } from "./DeskProvider";
import { waitingOf } from "./deskState";
import css from "./TransferMenu.module.css";
import { groupsOf, type Receiver, receiversOf, recentReceivers, rememberReceiver } from "./transferTargets";
import { useAccept } from "./useAccept";
import { nameOf } from "./visitorName";

type Wish = { name: string; to: { agent: Id } | { department: Id }; above?: { held: number; limit: number } };

/** TR-03 to TR-11: to whom a conversation is handed over, and a question before it is. */
export function TransferMenu({ conversation }: { conversation: Conversation }) {
  const { say, language } = useWords();
  const desk = useDesk();
  const state = useDeskState();
  const { tell } = usePopups();
  const [, go] = useLocation();
  const [open, setOpen] = useState(false);
  const [wish, setWish] = useState<Wish | null>(null);
  const [busy, setBusy] = useState(false);
  const receivers = receiversOf(state, language);
  const visitor = nameOf(say, conversation);

  function choose(next: Wish) {
    setOpen(false);
    setWish(next);
  }

  async function transfer({ name, to, above }: Wish) {
    setBusy(true);
    try {
      const now = await desk.transfer(conversation.id, to, above !== undefined);
      setWish(null);
      if ("agent" in to) rememberReceiver(to.agent);
      const receiver = now.agent ? (desk.look().state.agents[now.agent]?.name ?? name) : name;
      const key = now.agent ? "console.transfer_done" : "console.transfer_queued";
      tell({ key: `transfer-${conversation.id}`, text: say(key, { visitor, receiver }) });
      go("/conversations", { replace: true });
    } catch (problem) {
      const full = fullness(problem);
      // Asked once more: the receiver holds as many as allowed already.
      if (full && !above) setWish({ name, to, above: full });
      else {
        setWish(null);
        tell({ key: `transfer-${conversation.id}`, tone: "refused", text: wordProblem(say, problem) });
      }
    } finally {
      setBusy(false);
    }
  }

  return (
    <>
      <Popover opened={open} onChange={setOpen} position="bottom-end" width={300} trapFocus returnFocus shadow="sm">
        <Popover.Target>
          <Button
            variant="default"
            leftSection={<IconTransfer size={15} />}
            title={say("console.transfer")}
            aria-haspopup="dialog"
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          >
            <span data-words>{say("console.transfer")}</span>
          </Button>
        </Popover.Target>
        <Popover.Dropdown className={css.drop} aria-label={say("console.transfer_to")}>
          {receivers.length === 0 ? (
            <Guests onTaken={() => setOpen(false)} />
          ) : (
            <Receivers receivers={receivers} onChoose={choose} />
          )}
        </Popover.Dropdown>
      </Popover>
      <Modal
        opened={wish !== null}
        onClose={() => setWish(null)}
        title={wish && say("console.transfer_confirm", { visitor, receiver: wish.name })}
        closeButtonProps={{ "aria-label": say("console.close") }}
        size={420}
      >
        <p>
          {wish?.above
            ? say("console.transfer_above", {
                receiver: wish.name,
                held: String(wish.above.held),
                limit: String(wish.above.limit),
              })
            : say("console.transfer_confirm_text")}
        </p>
        <div className={css.actions}>
          <Button variant="default" onClick={() => setWish(null)}>
            {say("console.cancel")}
          </Button>
          <Button data-autofocus loading={busy} onClick={() => wish && void transfer(wish)}>
            {say("console.transfer")}
          </Button>
        </div>
      </Modal>
    </>
  );
}

/** TR-11: nobody else is signed in; then the button shows who waits. */
function Guests({ onTaken }: { onTaken(): void }) {
  const { say } = useWords();
  const waiting = waitingOf(useDeskState());
  const accept = useAccept();
  return (
    <>
      <p className={css.note}>{say("console.transfer_none")}</p>
      {waiting.length === 0 && <p className={css.note}>{say("console.waiting_empty")}</p>}
      <ul className={css.list}>
        {waiting.map((one) => (
          <li key={one.id}>
            <button
              type="button"
              className={css.row}
              onClick={() => {
                onTaken();
                void accept(one);
              }}
            >
              <span className={css.name} dir="auto">
                {nameOf(say, one)}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

function Receivers({ receivers, onChoose }: { receivers: readonly Receiver[]; onChoose(wish: Wish): void }) {
  const { say } = useWords();
  const state = useDeskState();
  const byId = new Map(receivers.map((one) => [one.agent.id, one]));
  const recent = recentReceivers().flatMap((id) => byId.get(id) ?? []);
  const pick = ({ agent }: Receiver) => onChoose({ name: agent.name, to: { agent: agent.id } });
  const groups = state.routing.transferList === "tree" ? groupsOf(state, receivers) : [];
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrow keys move between the buttons inside
    <div onKeyDown={walk}>
      {recent.length > 0 && (
        <section className={css.recent} aria-label={say("console.transfer_recent")}>
          <h3 className={css.heading}>{say("console.transfer_recent")}</h3>
          <ul className={css.list}>
            {recent.map((one) => (
              <Row key={one.agent.id} receiver={one} onPick={pick} />
            ))}
          </ul>
        </section>
      )}
      {groups.length === 0 ? (
        <ul className={css.list}>
          {receivers.map((one) => (
            <Row key={one.agent.id} receiver={one} onPick={pick} />
          ))}
        </ul>
      ) : (
        groups.map(({ department, receivers: there }) => (
          <Group
            key={department?.id ?? "none"}
            name={department?.name ?? say("console.transfer_elsewhere")}
            count={there.length}
          >
            {department && (
              <li>
                <button
                  type="button"
                  className={css.row}
                  onClick={() => onChoose({ name: department.name, to: { department: department.id } })}
                >
                  <em className={css.name}>
                    {say("console.transfer_whole_department", { department: department.name })}
                  </em>
                </button>
              </li>
            )}
            {there.map((one) => (
              <Row key={one.agent.id} receiver={one} onPick={pick} />
            ))}
          </Group>
        ))
      )}
    </div>
  );
}

/** TR-04: a click on the name folds and unfolds. */
function Group({ name, count, children }: { name: string; count: number; children: React.ReactNode }) {
  const { say } = useWords();
  const [folded, setFolded] = useState(false);
  return (
    <section>
      <h3 className={css.heading}>
        <button type="button" className={css.fold} aria-expanded={!folded} onClick={() => setFolded(!folded)}>
          <IconChevronDown size={13} className={css.arrow} data-folded={folded || undefined} aria-hidden="true" />
          <span className={css.name}>{name}</span>
          <span className={css.here}>{say("console.transfer_here", { count: String(count) })}</span>
        </button>
      </h3>
      {!folded && <ul className={css.list}>{children}</ul>}
    </section>
  );
}

function Row({ receiver, onPick }: { receiver: Receiver; onPick(receiver: Receiver): void }) {
  const { agent, held, takes } = receiver;
  return (
    <li>
      <button type="button" className={css.row} disabled={!takes} onClick={() => onPick(receiver)}>
        <StatusDot status={agent.status} />
        <span className={css.name} dir="auto">
          {agent.name}
        </span>
        <span className={css.held}>({held})</span>
      </button>
    </li>
  );
}

/** Up and down move between the rows that can be chosen. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const rows = [...event.currentTarget.querySelectorAll<HTMLButtonElement>("button:not(:disabled)")];
  rows[rows.indexOf(event.target as HTMLButtonElement) + step]?.focus();
}

function fullness(problem: unknown): { held: number; limit: number } | undefined {
  if (!(problem instanceof ApiError) || problem.problem.code !== "receiver_full") return undefined;
  const { held, limit } = problem.problem as unknown as { held: number; limit: number };
  return { held, limit };
}
