import { Link } from "wouter";
import { useSay } from "../words/Words";
import { Empty, Page } from "./Page";
import css from "./parts.module.css";

/** Said kindly at an address that the person may not open; nothing of the page behind it is fetched. */
export function NotYours() {
  const say = useSay();
  return (
    <div className={css.room}>
      <Page title={say("manage.not_yours_title")}>
        <Empty title={say("manage.not_yours_lead")} text={say("manage.not_yours_text")}>
          <Link href="/">{say("manage.back_to_start")}</Link>
        </Empty>
      </Page>
    </div>
  );
}

export function NotHere() {
  const say = useSay();
  return (
    <Page title={say("manage.not_here_title")}>
      <Empty title={say("manage.not_here_lead")} text={say("manage.not_here_text")}>
        <Link href="/">{say("manage.back_to_start")}</Link>
      </Empty>
    </Page>
  );
}
