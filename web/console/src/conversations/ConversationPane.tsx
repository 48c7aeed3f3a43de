import { bubbles } from "@genkan/client/conversationState";
import type { Conversation } from "@genkan/client/types";
import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { useEffect, useMemo, useState } from "react";
import { Link } from "wouter";
import { IconBack, IconClose, IconEnd, IconLink, IconPanel, IconUndo } from "../look/icons";
import { Why } from "../routing/Why";
import { useSay } from "../words/Words";
import { Composer } from "./Composer";
import css from "./ConversationPane.module.css";
import { useDesk, useDeskState, useDeskView } from "./DeskProvider";
import { hasLeft, isUnopened, type StaffTalk } from "./deskState";
import { useBackToWaiting, useEnd } from "./EndProvider";
import { Light } from "./MineRow";
import { PreviewStrip } from "./PreviewStrip";
import { StaffList } from "./StaffList";
import { Timeline } from "./Timeline";
import { TransferMenu } from "./TransferMenu";
import type { StaffBubble } from "./timelineRows";
import { useSeen } from "./useSeen";
import { labelOf, nameOf } from "./visitorName";

interface Props {
  talk: StaffTalk;
  panelOpen: boolean;
  onPanel(): void;
}

export function ConversationPane({ talk, panelOpen, onPanel }: Props) {
  const desk = useDesk();
  const say = useSay();
  const { conversation } = talk;
  const outbox = useDeskView((view) => view.outbox);
  const fetching = useDeskView((view) => view.fetching[conversation.id]);
  const shown = useMemo(() => bubbles(talk, "agent", outbox), [talk, outbox]);
  const [editing, setEditing] = useState<StaffBubble | null>(null);
  // Where reading stopped when one came in; it stays there while one reads on.
  const [unreadAfter] = useState(() => {
    const { agentRead } = conversation.marks;
    // What nobody has looked at yet is new as a whole; a line would only say so again.
    return agentRead > 0 && conversation.lastSeq > agentRead ? agentRead : null;
  });

  useEffect(() => void desk.open(conversation.id), [desk, conversation.id]);
  const unopened = isUnopened(conversation);
  useEffect(() => {
    // Says that it is being looked at, so that it is not offered to the next.
    if (unopened) desk.accept(conversation.id).catch(() => {});
  }, [desk, conversation.id, unopened]);
  useSeen(conversation.lastSeq, () => desk.markRead(conversation.id));
  const current = editing && shown.find(({ id }) => id === editing.id);

  return (
    <section className={css.pane} aria-label={nameOf(say, conversation)}>
      <Header conversation={conversation} panelOpen={panelOpen} onPanel={onPanel} />
      <Timeline
        id={conversation.id}
        bubbles={shown}
        unreadAfter={unreadAfter}
        fetching={fetching}
        older={(talk.messages[0]?.seq ?? 1) > 1}
        onOlder={() => void desk.openOlder(conversation.id)}
        onFetchAgain={() => void desk.open(conversation.id)}
        language={conversation.language}
        own={{ open: conversation.state !== "closed", onEdit: setEditing }}
      />
      <NewWords
        visitor={nameOf(say, conversation)}
        bubble={shown.findLast(({ message }) => message?.from === "visitor")}
      />
      <PreviewStrip conversation={conversation} />
      <Composer
        conversation={conversation}
        editing={current?.message && !current.message.retractedAt ? current : null}
        onEdited={() => setEditing(null)}
        onEditLast={() => setEditing(lastOwn(shown) ?? null)}
      />
    </section>
  );
}

/** Tells a screen reader what the visitor has just written; the timeline itself only draws what is in sight. */
function NewWords({ visitor, bubble }: { visitor: string; bubble: StaffBubble | undefined }) {
  const [known] = useState(bubble?.id);
  return (
    <p className="unseen" aria-live="polite">
      {bubble && bubble.id !== known && `${visitor}: ${bubble.text}`}
    </p>
  );
}

const lastOwn = (shown: readonly StaffBubble[]): StaffBubble | undefined =>
  shown.findLast(({ mine, message }) => mine && message?.kind === "text" && !message.retractedAt);

interface HeaderProps {
  conversation: Conversation;
  panelOpen: boolean;
  onPanel(): void;
}

function Header({ conversation, panelOpen, onPanel }: HeaderProps) {
  const say = useSay();
  const state = useDeskState();
  const end = useEnd();
  const back = useBackToWaiting();
  const left = hasLeft(state, conversation);
  const ended = conversation.state === "endedByVisitor";
  const site = state.sites[conversation.site];
  return (
    <header className={css.header}>
      <Link href="/conversations" className={css.back} aria-label={say("console.back_to_list")}>
        <IconBack size={20} />
      </Link>
      <div className={css.who}>
        <h2 className={css.name}>
          <Light on={!left} />
          <span dir="auto">{nameOf(say, conversation)}</span>
          {conversation.nickname && <span className={css.label}>{labelOf(say, conversation)}</span>}
        </h2>
        <p className={css.where}>
          {ended && <span className={css.gone}>{say("line.visitor_ended")}</span>}
          {!ended && left && <span className={css.gone}>{say("console.visitor_gone")}</span>}
          {site && <span>{site.name}</span>}
          {conversation.page && (
            <span className={css.pageAround}>
              <PageLink page={conversation.page} />
            </span>
          )}
        </p>
      </div>
      <div className={css.actions}>
        <Why conversation={conversation.id} agent={conversation.agent} />
        {conversation.state === "inChat" && (
          <>
            <TransferMenu conversation={conversation} />
            <StaffList />
            <Button
              variant="default"
              leftSection={<IconUndo size={15} />}
              title={say("console.back_to_waiting")}
              onClick={() => back(conversation)}
            >
              <span data-words>{say("console.back_to_waiting")}</span>
            </Button>
          </>
        )}
        <Button
          variant="default"
          leftSection={ended ? <IconClose size={15} /> : <IconEnd size={15} />}
          title={say(ended ? "console.close_now" : "console.end_now")}
          onClick={() => end(conversation)}
        >
          <span data-words>{say(ended ? "console.close_now" : "console.end_now")}</span>
        </Button>
        <Tooltip label={say("console.panel")}>
          <ActionIcon size={30} aria-label={say("console.panel")} aria-pressed={panelOpen} onClick={onPanel}>
            <IconPanel size={18} />
          </ActionIcon>
        </Tooltip>
      </div>
    </header>
  );
}

/** A page address comes from the visitor's browser: shown as text, a link only when it is one. */
export function PageLink({ page }: { page: NonNullable<Conversation["page"]> }) {
  const words = page.title || page.url;
  if (!/^https?:\/\//i.test(page.url)) return <span className={css.page}>{words}</span>;
  return (
    <a className={css.page} href={page.url} target="_blank" rel="noopener noreferrer nofollow" title={page.url}>
      <span dir="auto">{words}</span>
      <IconLink size={13} aria-hidden="true" />
    </a>
  );
}
