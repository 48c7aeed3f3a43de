import { applyPage, bubbles, openTalk } from "@genkan/client/conversationState";
import type { Conversation, Id, Message, MessagePage } from "@genkan/client/types";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { Link } from "wouter";
import { ConversationFacts } from "../conversations/AssistancePanel";
import { Timeline } from "../conversations/Timeline";
import { labelOf, nameOf } from "../conversations/visitorName";
import { IconBack } from "../look/icons";
import { Loading } from "../look/Loading";
import { Why } from "../routing/Why";
import { api } from "../session/api";
import { wordProblem } from "../words/problems";
import { useWords } from "../words/Words";
import css from "./History.module.css";

const pageSize = 100;

/** One past conversation, to read: nothing in it can be changed. */
export function HistoryTalk({ id }: { id: Id }) {
  const { say } = useWords();
  const query = useQuery({
    queryKey: ["conversation", id],
    queryFn: ({ signal }) => api<Conversation>("GET", `/api/conversations/${id}`, { signal }),
  });
  if (query.isPending) return <Loading />;
  if (query.isError) {
    return (
      <p className={css.choose} role="alert">
        {wordProblem(say, query.error)}
      </p>
    );
  }
  return <Reading conversation={query.data} />;
}

function Reading({ conversation }: { conversation: Conversation }) {
  const { say } = useWords();
  const { id } = conversation;
  const query = useInfiniteQuery({
    queryKey: ["messages", id, conversation.lastSeq],
    initialPageParam: conversation.lastSeq + 1,
    queryFn: ({ pageParam, signal }) =>
      api<MessagePage<Message>>("GET", `/api/conversations/${id}/messages?before=${pageParam}&limit=${pageSize}`, {
        signal,
      }),
    getNextPageParam: ({ items }) => (items[0] && items[0].seq > 1 ? items[0].seq : undefined),
  });
  const shown = useMemo(() => {
    const empty = openTalk<Conversation, Message>(conversation);
    const talk = (query.data?.pages ?? []).reduce((all, page) => applyPage(all, page), empty);
    return bubbles(talk, "agent", []);
  }, [conversation, query.data]);
  const name = nameOf(say, conversation);

  return (
    <div className={css.reading}>
      <section className={css.talk} aria-label={name}>
        <header className={css.header}>
          <Link href="/history" className={css.back} aria-label={say("console.back_to_list")}>
            <IconBack size={20} />
          </Link>
          <h2 dir="auto">{name}</h2>
          {conversation.nickname && <span className={css.label}>{labelOf(say, conversation)}</span>}
          <span className={css.why}>
            <Why conversation={id} agent={conversation.agent} />
          </span>
        </header>
        <Timeline
          id={`history-${id}`}
          bubbles={shown}
          unreadAfter={null}
          fetching={query.isFetching ? "now" : query.isError ? "failed" : undefined}
          older={query.hasNextPage}
          onOlder={() => void query.fetchNextPage()}
          onFetchAgain={() => void query.refetch()}
          language={conversation.language}
        />
      </section>
      <aside className={css.facts} aria-label={say("console.facts")}>
        <ConversationFacts conversation={conversation} />
      </aside>
    </div>
  );
}
