import { Button } from "@mantine/core";
import { useState } from "react";
import { IconCheck, IconCopy, IconDownload } from "../look/icons";
import { useSay } from "../words/Words";
import css from "./AuthenticatorSetUp.module.css";

/** Shown once; to be printed, written down or kept in a file. */
export function RecoveryCodes({ codes }: { codes: string[] }) {
  const say = useSay();
  const [copied, setCopied] = useState(false);
  const text = codes.join("\n");
  const file = `data:text/plain;charset=utf-8,${encodeURIComponent(`Genkan\n${text}\n`)}`;
  return (
    <div className={css.stack}>
      <ul className={css.codes} aria-label={say("console.recovery_codes")} translate="no">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className={css.row}>
        {navigator.clipboard && (
          <Button
            variant="default"
            leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
            onClick={() =>
              void navigator.clipboard.writeText(text).then(
                () => setCopied(true),
                () => setCopied(false),
              )
            }
          >
            {say(copied ? "manage.copied" : "manage.copy")}
          </Button>
        )}
        <Button
          component="a"
          variant="default"
          href={file}
          download="genkan-recovery-codes.txt"
          leftSection={<IconDownload size={16} />}
        >
          {say("console.recovery_codes_file")}
        </Button>
      </div>
      <span className="unseen" role="status">
        {copied ? say("manage.copied") : ""}
      </span>
    </div>
  );
}
