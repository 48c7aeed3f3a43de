import { IconAlert, IconCheck } from "../../look/icons";
import { useSay } from "../../words/Words";
import css from "../parts.module.css";
import look from "./installation.module.css";
import type { Mail } from "./installationQueries";

/** Whether mail works; where it does not, what is to be set. */
export function MailState({ mail }: { mail: Mail }) {
  const say = useSay();
  return (
    <>
      <p className={look.state} data-state={mail.state}>
        {mail.state === "ready" ? (
          <IconCheck size={18} aria-hidden="true" />
        ) : (
          <IconAlert size={18} aria-hidden="true" />
        )}
        {say(`manage.mail_${mail.state}`)}
      </p>
      {mail.problems.length > 0 && (
        <ul className={css.lines}>
          {mail.problems.map(({ setting, why }) => (
            <li key={setting + why}>
              <code translate="no">{setting}</code>
              <span>{say(`manage.mail_problem_${why}`)}</span>
            </li>
          ))}
        </ul>
      )}
      {mail.state === "off" && <p className={css.sectionLead}>{say("manage.mail_off_how")}</p>}
      {mail.server && (
        <dl className={css.facts}>
          <div>
            <dt>{say("manage.mail_server")}</dt>
            <dd translate="no">{mail.server}</dd>
          </div>
          {mail.tls && (
            <div>
              <dt>{say("manage.mail_tls")}</dt>
              <dd>{say(`manage.mail_tls_${mail.tls}`)}</dd>
            </div>
          )}
          <div>
            <dt>{say("manage.mail_signs_in")}</dt>
            <dd>{say(mail.signsIn ? "manage.mail_signs_in_yes" : "manage.mail_signs_in_no")}</dd>
          </div>
          {mail.from && (
            <div>
              <dt>{say("manage.mail_from")}</dt>
              <dd className={css.any}>{mail.from}</dd>
            </div>
          )}
        </dl>
      )}
    </>
  );
}
