import type { Conversation } from "@genkan/client/types";
import { ActionIcon } from "@mantine/core";
import type { ReactNode } from "react";
import { IconClose } from "../look/icons";
import { fullTime } from "../words/times";
import { useWords } from "../words/Words";
import css from "./AssistancePanel.module.css";
import { PageLink } from "./ConversationPane";
import { useDeskState } from "./DeskProvider";
import { labelOf } from "./visitorName";

export function AssistancePanel({ conversation, onClose }: { conversation: Conversation; onClose(): void }) {
  const { say } = useWords();
  return (
    <aside className={css.panel} data-panel aria-label={say("console.customer")}>
      <header className={css.header}>
        <h2>{say("console.customer")}</h2>
        <ActionIcon size={28} aria-label={say("console.close_panel")} onClick={onClose}>
          <IconClose size={16} />
        </ActionIcon>
      </header>
      <ConversationFacts conversation={conversation} />
    </aside>
  );
}

/** What is known of the customer and of this conversation. */
export function ConversationFacts({ conversation }: { conversation: Conversation }) {
  const { say, language } = useWords();
  const { sites, agents } = useDeskState();
  const time = (at: number | null) => at !== null && fullTime(at, language);
  const spoken = conversation.language;
  return (
    <dl className={css.facts}>
      <Fact name={say("console.nickname")}>
        {conversation.nickname && <span dir="auto">{conversation.nickname}</span>}
      </Fact>
      <Fact name={say("console.number")}>{labelOf(say, conversation)}</Fact>
      <Fact name={say("console.language")}>{spoken && <span lang={spoken}>{say(`languageName.${spoken}`)}</span>}</Fact>
      <Fact name={say("console.site")}>{sites[conversation.site]?.name}</Fact>
      <Fact name={say("console.page")}>{conversation.page && <PageLink page={conversation.page} />}</Fact>
      <Fact name={say("console.started")}>{time(conversation.startedAt)}</Fact>
      <Fact name={say("console.start_type")}>{say(`console.start_type_${conversation.startType}`)}</Fact>
      <Fact name={say("console.accepted")}>{time(conversation.acceptedAt)}</Fact>
      <Fact name={say("console.agent")}>{conversation.agent && agents[conversation.agent]?.name}</Fact>
      <Fact name={say("console.consented")}>{time(conversation.consentAt)}</Fact>
      <Fact name={say("console.ended")}>{time(conversation.endedAt)}</Fact>
      <Fact name={say("console.end_type")}>
        {conversation.endType && say(`console.end_type_${conversation.endType}`)}
      </Fact>
      {conversation.state === "closed" && (
        <Fact name={say("console.validity")}>{say(conversation.valid ? "console.valid" : "console.invalid")}</Fact>
      )}
    </dl>
  );
}

/** A line only where there is something to say. */
function Fact({ name, children }: { name: string; children: ReactNode }) {
  if (!children) return null;
  return (
    <div className={css.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
