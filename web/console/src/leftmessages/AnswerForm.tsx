import { ApiError } from "@genkan/client/http";
import { newId } from "@genkan/client/ids";
import type { LeftMessage } from "@genkan/client/types";
import { Button, Textarea } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type KeyboardEvent, useRef, useState } from "react";
import { useDraft, useDrafts } from "../conversations/DraftsProvider";
import { IconSend } from "../look/icons";
import { usePopups } from "../popups/Popups";
import { api } from "../session/api";
import { wordFields, wordProblem } from "../words/problems";
import { useWords } from "../words/Words";
import css from "./LeftPanel.module.css";
import { place } from "./leftQueries";

/** The answer, kept as a draft until the server has it (OM-08). */
export function AnswerForm({ message, onClose }: { message: LeftMessage; onClose(): void }) {
  const { say } = useWords();
  const { tell } = usePopups();
  const queries = useQueryClient();
  const drafts = useDrafts();
  const draft = useDraft(message.id);
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);
  // The same id for every try: pressing twice, or again after a broken line, is one answer.
  const id = useRef(newId());

  async function send(event?: FormEvent): Promise<void> {
    event?.preventDefault();
    if (busy || draft.trim() === "") return;
    setBusy(true);
    setWrong(null);
    try {
      const answered = await api<LeftMessage>("POST", `/api/leftmessages/${message.id}/reply`, {
        body: { id: id.current, text: draft },
      });
      drafts.keep(message.id, "");
      place(queries, answered);
      tell({ key: message.id, tone: "done", text: say("manage.left_replied") });
    } catch (problem) {
      setBusy(false);
      setWrong(wordFields(problem).text ?? wordProblem(say, problem));
      // Somebody was faster: the message itself says who, and the words stay.
      if (problem instanceof ApiError && problem.status === 409)
        void queries.invalidateQueries({ queryKey: ["leftMessages"] });
    }
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void send();
    else if (event.key === "Escape" && draft === "") onClose();
  }

  return (
    <form className={css.form} onSubmit={send}>
      <Textarea
        label={say("manage.left_reply_to", { name: message.name })}
        description={
          message.email ? say("manage.left_reply_mail", { email: message.email }) : say("manage.left_reply_no_mail")
        }
        autosize
        minRows={4}
        maxRows={14}
        maxLength={4000}
        dir="auto"
        data-autofocus
        autoFocus={draft === ""}
        value={draft}
        error={wrong}
        onChange={({ currentTarget: { value } }) => drafts.keep(message.id, value)}
        onKeyDown={onKeyDown}
      />
      <div className={css.deeds}>
        <Button type="submit" loading={busy} disabled={draft.trim() === ""} leftSection={<IconSend size={16} />}>
          {say("manage.left_reply_save")}
        </Button>
        <Button
          variant="default"
          onClick={() => {
            drafts.keep(message.id, "");
            onClose();
          }}
        >
          {say("manage.left_reply_cancel")}
        </Button>
      </div>
    </form>
  );
}
