import { Button } from "@mantine/core";
import { useWords } from "../../words/Words";
import { CopyField } from "../CopyField";
import css from "../parts.module.css";
import type { Invitation } from "./agentQueries";

/** Shown once: the server keeps only a fingerprint of the link. */
export function InvitationLink({ invitation, onDone }: { invitation: Invitation; onDone(): void }) {
  const { say, language } = useWords();
  const until = new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short" }).format(
    invitation.expiresAt,
  );
  return (
    <div className={css.ask}>
      <p>{say("manage.invitation_text")}</p>
      <CopyField
        label={say("manage.invitation_link")}
        value={invitation.url}
        note={say("manage.invitation_until", { until })}
      />
      <div className={css.askButtons}>
        <Button onClick={onDone}>{say("manage.done")}</Button>
      </div>
    </div>
  );
}
