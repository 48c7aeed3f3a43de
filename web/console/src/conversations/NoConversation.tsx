import { Button } from "@mantine/core";
import { Link } from "wouter";
import { usePopups } from "../popups/Popups";
import { useMe } from "../session/SessionProvider";
import { useStatusWords } from "../status/useStatuses";
import { wordProblem } from "../words/problems";
import { useSay } from "../words/Words";
import { useDeskState } from "./DeskProvider";
import { mineOf, waitingOf } from "./deskState";
import css from "./NoConversation.module.css";
import { useAccept } from "./useAccept";

/** Nothing is open: what there is to do instead. */
export function NoConversation({ wanted }: { wanted: string | undefined }) {
  const say = useSay();
  const state = useDeskState();
  const { status, setStatus } = useMe();
  const { tell } = usePopups();
  const wordsOf = useStatusWords();
  const accept = useAccept();
  const first = waitingOf(state)[0];

  if (wanted !== undefined && !state.talks[wanted]) {
    return (
      <Empty title={say("console.gone_title")} text={say("console.gone_text")}>
        <Link href={`/history/${wanted}`}>{say("console.gone_look")}</Link>
        <Link href="/conversations">{say("console.back_to_list")}</Link>
      </Empty>
    );
  }
  const lets = state.statuses.find(({ key }) => key === status);
  if (status !== "online" && !(first && (lets?.pick || lets?.accept))) {
    const wake = () =>
      setStatus("online").catch((problem: unknown) => tell({ tone: "refused", text: wordProblem(say, problem) }));
    return (
      <Empty title={say("console.not_online", { status: wordsOf(status) })} text={say("console.not_online_text")}>
        <Button size="sm" onClick={() => void wake()}>
          {say("console.go_online")}
        </Button>
      </Empty>
    );
  }
  if (first) {
    const count = waitingOf(state).length;
    return (
      <Empty title={say("console.somebody_waits", { count })} text={say("console.somebody_waits_text")}>
        <Button size="sm" onClick={() => void accept(first)}>
          {say("console.accept_next")}
        </Button>
      </Empty>
    );
  }
  return mineOf(state).length > 0 ? (
    <Empty title={say("console.choose_one")} text={say("console.choose_one_text")} />
  ) : (
    <Empty title={say("console.all_quiet")} text={say("console.all_quiet_text")} />
  );
}

function Empty({ title, text, children }: { title: string; text: string; children?: React.ReactNode }) {
  return (
    <div className={css.empty}>
      <h2>{title}</h2>
      <p>{text}</p>
      <div className={css.actions}>{children}</div>
    </div>
  );
}
