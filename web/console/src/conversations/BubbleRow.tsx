import type { Id, Language } from "@genkan/client/types";
import { ActionIcon, Menu } from "@mantine/core";
import { memo } from "react";
import { IconCheck, IconChecks, IconClock, IconDots, IconDraft, IconUndo } from "../look/icons";
import { usePopups } from "../popups/Popups";
import { wordProblem } from "../words/problems";
import { clock, fullTime } from "../words/times";
import { useWords } from "../words/Words";
import css from "./BubbleRow.module.css";
import { useDesk, useDeskState } from "./DeskProvider";
import { EditHistory } from "./EditHistory";
import { MessageText } from "./MessageText";
import type { OwnDeeds } from "./Timeline";
import type { StaffBubble, TimelineRow } from "./timelineRows";

interface Props {
  row: Extract<TimelineRow, { kind: "bubble" }>;
  conversation: Id;
  language: Language | null;
  own: OwnDeeds | undefined;
}

export const BubbleRow = memo(function BubbleRow({ row, conversation, language, own }: Props) {
  const { say, language: mine } = useWords();
  const { bubble, first, last, newestOwn } = row;
  const { message } = bubble;
  const byVisitor = message?.from === "visitor";
  const automatic = message?.kind === "greeting" || message?.kind === "notice";
  const retracted = Boolean(message?.retractedAt);
  const editedAt = message?.editedAt;
  const showFate = newestOwn || bubble.state === "sending" || bubble.state === "failed";
  return (
    <div className={css.row} data-from={byVisitor ? "visitor" : "us"} data-first={first || undefined}>
      {first && <Speaker bubble={bubble} automatic={automatic} />}
      <div className={css.around}>
        <div
          className={css.bubble}
          data-state={bubble.state}
          data-automatic={automatic || undefined}
          data-retracted={retracted || undefined}
          dir="auto"
          lang={byVisitor ? (language ?? undefined) : undefined}
          title={fullTime(bubble.at, mine)}
        >
          {retracted ? say("console.retracted") : <MessageText text={bubble.text} />}
        </div>
        {own && bubble.mine && message?.kind === "text" && !retracted && own.open && (
          <OwnMenu bubble={bubble} conversation={conversation} onEdit={own.onEdit} />
        )}
      </div>
      {(last || showFate || editedAt) && (
        <p className={css.foot}>
          {last && <time dateTime={new Date(bubble.at).toISOString()}>{clock(bubble.at, mine)}</time>}
          {editedAt && message && !retracted && (
            <EditHistory conversation={conversation} message={message.id} editedAt={editedAt} />
          )}
          {showFate && bubble.mine && own && <Fate bubble={bubble} />}
        </p>
      )}
    </div>
  );
});

function Speaker({ bubble, automatic }: { bubble: StaffBubble; automatic: boolean }) {
  const { say } = useWords();
  const { agents, me } = useDeskState();
  const { message } = bubble;
  if (automatic) return <p className={css.speaker}>{say(`console.automatic_${message?.kind}`)}</p>;
  if (message?.from !== "agent" || !message.agent || message.agent === me) return null;
  return <p className={css.speaker}>{agents[message.agent]?.name}</p>;
}

/** What became of one's own words, in a sign and in words. */
function Fate({ bubble }: { bubble: StaffBubble }) {
  const { say } = useWords();
  const desk = useDesk();
  if (bubble.state === "failed") {
    const why = bubble.problem && say(`problem.${bubble.problem}`);
    return (
      <span className={css.failed} role="alert">
        {say("console.not_sent")}
        <button type="button" onClick={() => desk.sayAgain(bubble.id)} title={why}>
          {say("console.retry")}
        </button>
        <button type="button" onClick={() => desk.dropUnsent(bubble.id)}>
          {say("console.discard")}
        </button>
      </span>
    );
  }
  const Sign = bubble.state === "sending" ? IconClock : bubble.state === "sent" ? IconCheck : IconChecks;
  return (
    <span className={css.fate} data-state={bubble.state}>
      <Sign size={14} aria-hidden="true" />
      {say(`console.fate_${bubble.state}`)}
    </span>
  );
}

interface OwnMenuProps {
  bubble: StaffBubble;
  conversation: Id;
  onEdit(bubble: StaffBubble): void;
}

function OwnMenu({ bubble, conversation, onEdit }: OwnMenuProps) {
  const { say } = useWords();
  const desk = useDesk();
  const { tell } = usePopups();
  const retract = () =>
    desk
      .retract(conversation, bubble.id)
      .catch((problem: unknown) => tell({ tone: "refused", text: wordProblem(say, problem) }));
  return (
    <Menu position="bottom-end" width={180}>
      <Menu.Target>
        <ActionIcon className={css.menu} size={28} aria-label={say("console.message_actions")}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconDraft size={15} />} onClick={() => onEdit(bubble)}>
          {say("console.edit")}
        </Menu.Item>
        <Menu.Item leftSection={<IconUndo size={15} />} onClick={() => void retract()}>
          {say("console.retract")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
