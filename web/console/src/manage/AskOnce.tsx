import { Button, Modal } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";
import { Refused } from "../session/Refused";
import { wordProblem } from "../words/problems";
import { useSay } from "../words/Words";
import css from "./parts.module.css";

interface Props {
  opened: boolean;
  title: string;
  yes: string;
  no?: string;
  /** A refusal is shown in the dialog, which then stays. */
  onYes(): Promise<void>;
  onNo(): void;
  children: ReactNode;
}

/** The one question before something that cannot be undone. */
export function AskOnce({ opened, title, yes, no, onYes, onNo, children }: Props) {
  const say = useSay();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  useEffect(() => setRefusal(null), []);

  async function go() {
    setBusy(true);
    setRefusal(null);
    try {
      await onYes();
    } catch (problem) {
      setRefusal(wordProblem(say, problem));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Modal
      opened={opened}
      onClose={() => {
        setRefusal(null);
        onNo();
      }}
      title={title}
      closeButtonProps={{ "aria-label": say("console.close") }}
    >
      <div className={css.ask}>
        <div>{children}</div>
        <Refused words={refusal} />
        <div className={css.askButtons}>
          <Button variant="default" data-autofocus onClick={onNo}>
            {no ?? say("manage.cancel")}
          </Button>
          <Button color="vermilion" loading={busy} onClick={() => void go()}>
            {yes}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
