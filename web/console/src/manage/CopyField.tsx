import { Button } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { IconCheck, IconCopy } from "../look/icons";
import { useSay } from "../words/Words";
import css from "./parts.module.css";

/** Something to take along: a code, a link, a key. */
export function CopyField({ label, note, value }: { label: string; note?: string; value: string }) {
  const say = useSay();
  const words = useRef<HTMLElement>(null);
  const [copied, setCopied] = useState(false);

  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 3000);
    return () => clearTimeout(timer);
  }, [copied]);

  return (
    <div className={css.copy}>
      <span className={css.label}>{label}</span>
      <div className={css.copyRow}>
        <code ref={words} className={css.copyValue} translate="no">
          {value}
        </code>
        <Button
          variant="default"
          leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
          onClick={() => void copy(value, words.current).then(setCopied)}
        >
          {copied ? say("manage.copied") : say("manage.copy")}
        </Button>
      </div>
      {note && <p className={css.note}>{note}</p>}
      <span className="unseen" role="status">
        {copied ? say("manage.copied") : ""}
      </span>
    </div>
  );
}

async function copy(text: string, shown: HTMLElement | null): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // No clipboard on plain http: the words are selected, so that Ctrl+C takes them.
    if (shown) getSelection()?.selectAllChildren(shown);
    return document.execCommand("copy");
  }
}
