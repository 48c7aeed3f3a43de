import { Button } from "@mantine/core";
import { useState } from "react";
import { useLocation } from "wouter";
import { usePopups } from "../popups/Popups";
import { api } from "../session/api";
import { useSay } from "../words/Words";
import { AskOnce } from "./AskOnce";
import { forgetUnsaved } from "./form/unsaved";
import css from "./parts.module.css";

/** The row at a page's end that deletes what the page is about: says what that means, asks once, goes back to the list. */
export function Deleting(props: {
  /** The door that deletes it. */
  path: string;
  /** The list it stood in. */
  list: string;
  words: { button: string; means: string; title: string; done: string };
  /** Takes it out of the lists that are kept. */
  onDeleted: () => void;
}) {
  const { words } = props;
  const say = useSay();
  const { tell } = usePopups();
  const [, navigate] = useLocation();
  const [asked, setAsked] = useState(false);

  async function remove() {
    await api("DELETE", props.path);
    forgetUnsaved();
    // The page goes first: nothing on it is to be asked for again.
    navigate(props.list);
    props.onDeleted();
    tell({ tone: "done", text: words.done });
  }

  return (
    <>
      <div className={css.danger}>
        <p className={css.soft}>{words.means}</p>
        <Button variant="outline" color="vermilion" onClick={() => setAsked(true)}>
          {words.button}
        </Button>
      </div>
      <AskOnce
        opened={asked}
        title={words.title}
        yes={say("manage.delete")}
        onYes={remove}
        onNo={() => setAsked(false)}
      >
        {words.means}
      </AskOnce>
    </>
  );
}
