import { newId } from "@genkan/client/ids";
import type { Conversation } from "@genkan/client/types";
import { Button, Textarea } from "@mantine/core";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { IconSend } from "../look/icons";
import { wordProblem } from "../words/problems";
import { useWords } from "../words/Words";
import css from "./Composer.module.css";
import { useDesk } from "./DeskProvider";
import { useDraft, useDrafts } from "./DraftsProvider";
import type { StaffBubble } from "./timelineRows";
import { TypingLease } from "./typingLease";

/** The server counts the same way: UTF-16 units, as both sides' strings do. */
const longest = 4000;
const tellFrom = 3600;

interface Props {
  conversation: Conversation;
  editing: StaffBubble | null;
  onEdited(): void;
  onEditLast(): void;
}

export function Composer({ conversation, editing, onEdited, onEditLast }: Props) {
  const { say } = useWords();
  if (conversation.state === "endedByVisitor") return <p className={css.ended}>{say("console.ended_by_visitor")}</p>;
  if (editing) return <EditComposer key={editing.id} bubble={editing} conversation={conversation} onDone={onEdited} />;
  return <SendComposer conversation={conversation} onEditLast={onEditLast} />;
}

function SendComposer({ conversation, onEditLast }: { conversation: Conversation; onEditLast(): void }) {
  const { say } = useWords();
  const desk = useDesk();
  const drafts = useDrafts();
  const text = useDraft(conversation.id);
  const field = useRef<HTMLTextAreaElement>(null);
  const lease = useTypingLease(conversation.id, text);
  useEffect(() => field.current?.focus({ preventScroll: true }), []);

  function send() {
    if (text.trim() === "" || text.length > longest) return;
    desk.say(conversation.id, text, lease.future);
    lease.sent();
    drafts.keep(conversation.id, "");
    field.current?.focus();
  }

  function write(value: string) {
    drafts.keep(conversation.id, value);
    lease.wrote(value);
  }

  return (
    <Field
      text={text}
      label={say("console.write_to")}
      fieldRef={field}
      onWrite={write}
      onEnter={send}
      onUp={() => text === "" && onEditLast()}
    >
      <Button
        onClick={send}
        disabled={text.trim() === "" || text.length > longest}
        rightSection={<IconSend size={15} />}
      >
        {say("console.send")}
      </Button>
    </Field>
  );
}

/** Words left behind are told when window, tab or conversation is left, also when the whole page goes. */
function useTypingLease(id: string, text: string): TypingLease {
  const desk = useDesk();
  const drafts = useDrafts();
  const [lease] = useState(
    () =>
      new TypingLease({
        post: (typing) => desk.type(id, typing),
        newId,
        told: drafts.toldOf(id),
        keep: (told) => drafts.keepTold(id, told),
      }),
  );
  const now = useRef(text);
  now.current = text;
  useEffect(() => {
    lease.returned(now.current);
    const left = () => {
      if (document.visibilityState === "hidden" || !document.hasFocus()) lease.left();
    };
    addEventListener("blur", left);
    addEventListener("pagehide", left);
    document.addEventListener("visibilitychange", left);
    return () => {
      lease.left();
      removeEventListener("blur", left);
      removeEventListener("pagehide", left);
      document.removeEventListener("visibilitychange", left);
    };
  }, [lease]);
  return lease;
}

interface EditProps {
  conversation: Conversation;
  bubble: StaffBubble;
  onDone(): void;
}

function EditComposer({ conversation, bubble, onDone }: EditProps) {
  const { say } = useWords();
  const desk = useDesk();
  const [text, setText] = useState(bubble.text);
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    const { current } = field;
    current?.focus();
    current?.setSelectionRange(current.value.length, current.value.length);
  }, []);

  async function save() {
    if (text.trim() === "" || text.length > longest) return;
    if (text === bubble.text) return onDone();
    setBusy(true);
    setProblem(null);
    try {
      await desk.edit(conversation.id, bubble.id, text);
      onDone();
    } catch (refused) {
      setProblem(refused);
      setBusy(false);
    }
  }

  return (
    <Field
      text={text}
      label={say("console.edit_message")}
      title={say("console.edit_message")}
      problem={problem ? wordProblem(say, problem) : undefined}
      fieldRef={field}
      onWrite={setText}
      onEnter={() => void save()}
      onEscape={onDone}
    >
      <Button variant="default" onClick={onDone}>
        {say("console.cancel")}
      </Button>
      <Button onClick={() => void save()} loading={busy} disabled={text.trim() === "" || text.length > longest}>
        {say("console.save")}
      </Button>
    </Field>
  );
}

interface FieldProps {
  text: string;
  label: string;
  title?: string;
  problem?: string | undefined;
  fieldRef: React.RefObject<HTMLTextAreaElement | null>;
  onWrite(text: string): void;
  onEnter(): void;
  onEscape?(): void;
  onUp?(): void;
  children: React.ReactNode;
}

function Field({ text, label, title, problem, fieldRef, onWrite, onEnter, onEscape, onUp, children }: FieldProps) {
  const { say, language } = useWords();
  const counter = useId();
  const left = longest - text.length;

  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>) {
    // Enter that chooses a candidate of an input method is not ours; Safari says so only by the key code 229.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (event.key === "Enter" && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      onEnter();
    } else if (event.key === "Escape") {
      if (onEscape) onEscape();
      else event.currentTarget.blur();
    } else if (event.key === "ArrowUp" && text === "") {
      event.preventDefault();
      onUp?.();
    }
  }

  return (
    <div className={css.composer} data-composer data-editing={title !== undefined || undefined}>
      {title && <p className={css.title}>{title}</p>}
      <Textarea
        ref={fieldRef}
        aria-label={label}
        aria-describedby={counter}
        placeholder={label}
        variant="unstyled"
        autosize
        minRows={1}
        maxRows={9}
        dir="auto"
        value={text}
        onChange={(event) => onWrite(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <div className={css.tools}>
        <span id={counter} className={css.counter} data-over={left < 0 || undefined} role="status">
          {problem ??
            (text.length > tellFrom &&
              say(left < 0 ? "console.characters_over" : "console.characters_left", {
                count: Math.abs(left),
                left: new Intl.NumberFormat(language).format(Math.abs(left)),
              }))}
        </span>
        <span className={css.hint}>{say("console.enter_sends")}</span>
        {children}
      </div>
    </div>
  );
}
