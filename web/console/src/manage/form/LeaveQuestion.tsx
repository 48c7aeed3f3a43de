import { useSay } from "../../words/Words";
import { AskOnce } from "../AskOnce";
import { leaveAnyway, stay, useLeaving } from "./unsaved";

/** Stands once in the frame; asks before unsaved changes would be lost. */
export function LeaveQuestion() {
  const say = useSay();
  return (
    <AskOnce
      opened={useLeaving()}
      title={say("manage.leave_title")}
      yes={say("manage.leave_yes")}
      no={say("manage.leave_no")}
      onYes={async () => leaveAnyway()}
      onNo={stay}
    >
      {say("manage.leave_text")}
    </AskOnce>
  );
}
