import type { Id, LeftDetails, LeftMessage, LeftStep } from "@genkan/client/types";
import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { useDeskState } from "../conversations/DeskProvider";
import { useDraft, useDrafts } from "../conversations/DraftsProvider";
import { IconAlert, IconBack, IconCheck, IconChecks, IconClock, IconMail, IconPhone, IconUndo } from "../look/icons";
import { Fetched } from "../manage/Page";
import { usePopups } from "../popups/Popups";
import { api } from "../session/api";
import { wordProblem } from "../words/problems";
import { fullTime } from "../words/times";
import { useWords } from "../words/Words";
import { AnswerForm } from "./AnswerForm";
import css from "./LeftPanel.module.css";
import { mailLink, phoneLink, whyKey } from "./leftMessages";
import { place, useLeftMessage } from "./leftQueries";
import { useMayAnswer } from "./useMayAnswer";

/** One message with its answer and what happened to it (OM-07). */
export function LeftPanel({ id, back, kept }: { id: Id; back: string; kept: string }) {
  const { say } = useWords();
  const query = useLeftMessage(id);
  return (
    <aside className={css.panel} aria-label={say("manage.left_details")}>
      <Link href={back} className={css.back} aria-label={say("manage.left_close")}>
        <IconBack size={20} />
      </Link>
      <Fetched query={query}>{(details) => <Details details={details} kept={kept} />}</Fetched>
    </aside>
  );
}

function Details({ details: { message, steps, others }, kept }: { details: LeftDetails; kept: string }) {
  const { say, language } = useWords();
  const { sites } = useDeskState();
  const site = sites[message.site]?.name;
  return (
    <>
      <header className={css.head}>
        <h2 dir="auto">{message.name}</h2>
        <span className={css.state} data-state={message.state}>
          {say(`manage.left_state_${message.state}`)}
        </span>
        <p className={css.soft}>
          <time dateTime={new Date(message.at).toISOString()}>{fullTime(message.at, language)}</time>
          {site && <span dir="auto"> · {site}</span>}
        </p>
        <Contact message={message} subject={say("manage.left_subject", { site: site ?? "" })} />
      </header>
      <p className={css.text} dir="auto" lang={message.language ?? undefined}>
        {message.text}
      </p>
      {message.reply && <Reply message={message} />}
      <Deeds message={message} />
      <Steps steps={steps} />
      {others.length > 0 && <Others others={others} kept={kept} />}
    </>
  );
}

function Contact({ message, subject }: { message: LeftMessage; subject: string }) {
  return (
    <p className={css.contacts}>
      {message.email && (
        <a className={css.contact} href={mailLink(message, subject)} translate="no">
          <IconMail size={16} aria-hidden="true" />
          {message.email}
        </a>
      )}
      {message.phone && (
        <a className={css.contact} href={phoneLink(message.phone)} translate="no" dir="ltr">
          <IconPhone size={16} aria-hidden="true" />
          {message.phone}
        </a>
      )}
    </p>
  );
}

function Reply({ message: { reply } }: { message: LeftMessage }) {
  const { say, language } = useWords();
  const { agents } = useDeskState();
  if (!reply) return null;
  return (
    <section className={css.reply}>
      <h3>
        {say("manage.left_reply_by", { name: agents[reply.by]?.name ?? say("manage.left_somebody") })}
        <time dateTime={new Date(reply.at).toISOString()}>{fullTime(reply.at, language)}</time>
      </h3>
      <p className={css.text} dir="auto">
        {reply.text}
      </p>
      <ul className={css.ways}>
        <li data-tone={reply.mail === "sent" ? "good" : reply.mail === "failed" ? "bad" : undefined}>
          {reply.mail === "failed" ? (
            <IconAlert size={16} aria-hidden="true" />
          ) : (
            <IconMail size={16} aria-hidden="true" />
          )}
          {say(`manage.left_mail_${reply.mail}`)}
          {(reply.mail === "failed" || reply.mail === "delayed") && ` (${say(whyKey(reply.mailWhy))})`}
        </li>
        <li data-tone={reply.seenAt !== null ? "good" : undefined}>
          {reply.seenAt !== null ? (
            <IconChecks size={16} aria-hidden="true" />
          ) : (
            <IconClock size={16} aria-hidden="true" />
          )}
          {reply.seenAt !== null
            ? say("manage.left_seen", { time: fullTime(reply.seenAt, language) })
            : say("manage.left_not_seen")}
        </li>
      </ul>
    </section>
  );
}

/** Answering, or marking what was dealt with otherwise; who may not is told why. */
function Deeds({ message }: { message: LeftMessage }) {
  const { say } = useWords();
  const may = useMayAnswer();
  const draft = useDraft(message.id);
  const [answering, setAnswering] = useState(false);
  if (may !== "yes")
    return (
      <p className={css.soft} role="note">
        {say(may === "admins" ? "manage.left_reply_admins" : "manage.left_reply_no_right")}
      </p>
    );
  if (message.reply === null && message.state === "open" && (answering || draft !== ""))
    return <AnswerForm message={message} onClose={() => setAnswering(false)} />;
  return (
    <>
      {draft !== "" && <Overtaken message={message} draft={draft} />}
      <div className={css.deeds}>
        {message.state === "open" && (
          <Button onClick={() => setAnswering(true)} leftSection={<IconMail size={16} />}>
            {say("manage.left_reply")}
          </Button>
        )}
        <Mark message={message} />
      </div>
    </>
  );
}

/** Somebody else was faster; the words typed here are not thrown away. */
function Overtaken({ message, draft }: { message: LeftMessage; draft: string }) {
  const { say } = useWords();
  const { agents, me } = useDeskState();
  const drafts = useDrafts();
  const by = message.reply?.by ?? message.doneBy;
  return (
    <section className={css.overtaken} role="status">
      {by && by !== me && (
        <p>{say("manage.left_reply_faster", { name: agents[by]?.name ?? say("manage.left_somebody") })}</p>
      )}
      <h3>{say("manage.left_reply_draft")}</h3>
      <p className={css.text} dir="auto">
        {draft}
      </p>
      <Button variant="default" size="compact-sm" onClick={() => drafts.keep(message.id, "")}>
        {say("manage.left_reply_drop")}
      </Button>
    </section>
  );
}

function Mark({ message }: { message: LeftMessage }) {
  const { say } = useWords();
  const { tell } = usePopups();
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const done = message.state === "done";

  async function mark(): Promise<void> {
    setBusy(true);
    try {
      place(queries, await api<LeftMessage>("PATCH", `/api/leftmessages/${message.id}`, { body: { done: !done } }));
      if (!done) tell({ key: message.id, tone: "done", text: say("manage.left_marked", { name: message.name }) });
    } catch (problem) {
      tell({ tone: "refused", text: wordProblem(say, problem) });
    } finally {
      setBusy(false);
    }
  }

  return (
    <Button
      variant="default"
      loading={busy}
      leftSection={done ? <IconUndo size={16} /> : <IconCheck size={16} />}
      onClick={() => void mark()}
    >
      {say(done ? "manage.left_undo" : "manage.left_mark")}
    </Button>
  );
}

function Steps({ steps }: { steps: LeftStep[] }) {
  const { say, language } = useWords();
  const { agents } = useDeskState();
  return (
    <section className={css.steps}>
      <h3>{say("manage.left_history")}</h3>
      <ol>
        {steps.map(({ at, kind, agent }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: steps are only ever added at the end
          <li key={index}>
            {say(`manage.left_step_${kind}`, {
              name: (agent && agents[agent]?.name) ?? say("manage.left_somebody"),
            })}
            <time dateTime={new Date(at).toISOString()}>{fullTime(at, language)}</time>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Others({ others, kept }: { others: LeftMessage[]; kept: string }) {
  const { say, language } = useWords();
  return (
    <section className={css.steps}>
      <h3>{say("manage.left_others")}</h3>
      <ul>
        {others.map(({ id, text, at, state, language: spoken }) => (
          <li key={id}>
            <Link href={`/messages/${id}${kept}`} dir="auto" lang={spoken ?? undefined}>
              {text}
            </Link>
            <span>
              {say(`manage.left_state_${state}`)} · <time>{fullTime(at, language)}</time>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
