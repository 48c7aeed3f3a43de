import { UnstyledButton } from "@mantine/core";
import { useDeskState } from "../conversations/DeskProvider";
import { mineOf, workOf } from "../conversations/deskState";
import { IconSound, IconSoundOff } from "../look/icons";
import { usePopups } from "../popups/Popups";
import { useMe } from "../session/SessionProvider";
import { StatusMenu } from "../status/StatusMenu";
import { wordProblem } from "../words/problems";
import { useSay } from "../words/Words";
import { OwnDoors } from "./Band";
import { Connection } from "./Connection";
import css from "./StatusBar.module.css";

export function StatusBar() {
  const say = useSay();
  const { session, can } = useMe();
  return (
    <footer className={css.bar}>
      <h2 className="unseen">{say("console.status_bar")}</h2>
      <span className={css.house} title={session.organisation.name}>
        {session.organisation.name}
      </span>
      <span className={css.login}>{session.agent.userName}</span>
      {can("conversations.chat") && <Work />}
      <Connection />
      {window.isSecureContext === false && <span className={css.insecure}>{say("console.insecure")}</span>}
      <span className={css.gap} />
      <Sound />
      <StatusMenu opens="up" more={<OwnDoors />} />
    </footer>
  );
}

function Work() {
  const say = useSay();
  const state = useDeskState();
  const work = workOf(mineOf(state));
  return (
    <span className={css.work} data-work={work}>
      {say(`console.work_${work}`)}
    </span>
  );
}

function Sound() {
  const say = useSay();
  const { session, change } = useMe();
  const { tell } = usePopups();
  const toggle = () =>
    change({ sound: !session.sound }).catch((problem: unknown) =>
      tell({ tone: "refused", text: wordProblem(say, problem) }),
    );
  return (
    <UnstyledButton className={css.sound} aria-pressed={session.sound} onClick={() => void toggle()}>
      {session.sound ? <IconSound size={15} aria-hidden="true" /> : <IconSoundOff size={15} aria-hidden="true" />}
      {say(session.sound ? "console.sound_on" : "console.sound_off")}
    </UnstyledButton>
  );
}
