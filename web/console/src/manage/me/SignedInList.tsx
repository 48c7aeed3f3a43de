import { Button } from "@mantine/core";
import { IconPhone, IconSystem } from "../../look/icons";
import { when } from "../../words/times";
import { useWords } from "../../words/Words";
import css from "../parts.module.css";
import list from "./SignedInList.module.css";
import type { SignedInAt } from "./securityQueries";

interface Props {
  sessions: SignedInAt[];
  devices: SignedInAt[];
  /** Where absent the list is for looking only. */
  onEnd?(one: SignedInAt, isDevice: boolean): Promise<void>;
}

export function SignedInList({ sessions, devices, onEnd }: Props) {
  return (
    <ul className={css.lines}>
      {sessions.map((one) => (
        <Row key={one.id} one={one} isDevice={false} onEnd={onEnd} />
      ))}
      {devices.map((one) => (
        <Row key={one.id} one={one} isDevice onEnd={onEnd} />
      ))}
    </ul>
  );
}

const telephones = ["Android", "iPhone", "iPad"];

function Row({ one, isDevice, onEnd }: { one: SignedInAt; isDevice: boolean; onEnd: Props["onEnd"] }) {
  const { say, language } = useWords();
  const Icon = telephones.includes(one.system ?? "") ? IconPhone : IconSystem;
  const name =
    one.browser && one.system
      ? say("manage.session_on", { browser: one.browser, system: one.system })
      : (one.browser ?? one.system ?? say("manage.session_unknown"));
  const seen = one.current
    ? say("manage.session_current")
    : say(isDevice ? "manage.session_last" : "manage.session_seen", { when: when(one.usedAt, language, Date.now()) });

  return (
    <li data-current={one.current || undefined}>
      <div className={list.what}>
        <Icon size={18} aria-hidden="true" />
        <div>
          <p>
            {name}
            {one.current && <span className={list.here}> · {seen}</span>}
          </p>
          <p className={css.note}>
            {[one.address, one.current ? null : seen, rememberedWords()].filter(Boolean).join(" · ")}
          </p>
        </div>
      </div>
      {onEnd && !one.current && (
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          aria-label={say(isDevice ? "manage.device_forget_named" : "manage.session_end_named", { name })}
          onClick={() => void onEnd(one, isDevice)}
        >
          {say(isDevice ? "manage.device_forget" : "manage.session_end")}
        </Button>
      )}
    </li>
  );

  function rememberedWords(): string | null {
    if (one.automatic) return say("manage.session_automatic");
    return one.remembered ? say("manage.session_remembered") : null;
  }
}
