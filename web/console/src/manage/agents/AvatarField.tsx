import { Button } from "@mantine/core";
import { useEffect, useId, useMemo, useRef, useState } from "react";
import { IconTrash, IconUpload } from "../../look/icons";
import { wordProblem } from "../../words/problems";
import { useSay } from "../../words/Words";
import { Face } from "../Face";
import css from "../parts.module.css";
import { avatarBytes, avatarKinds, refusalOf } from "./avatarFile";

interface Props {
  name: string;
  /** What the server holds. */
  src: string | null;
  /** A picture chosen and not kept yet. */
  chosen?: File | null;
  onChoose(file: File): Promise<void> | void;
  onRemove(): Promise<void> | void;
}

/** A picture is kept as soon as it is chosen; the preview stands while it is under way. */
export function AvatarField({ name, src, chosen, onChoose, onRemove }: Props) {
  const say = useSay();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [underWay, setUnderWay] = useState<File | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const shown = usePicture(underWay ?? chosen ?? null) ?? src;

  async function take(file: File | undefined) {
    if (!file) return;
    const refused = refusalOf(file);
    if (refused) return setRefusal(say(`manage.avatar_${refused}`, { size: avatarBytes / 1024 }));
    await run(file, () => onChoose(file));
  }

  async function run(file: File | null, deed: () => Promise<void> | void) {
    setRefusal(null);
    setUnderWay(file);
    try {
      await deed();
    } catch (problem) {
      setRefusal(wordProblem(say, problem));
    } finally {
      setUnderWay(null);
      // The same file may be chosen again after a refusal.
      if (input.current) input.current.value = "";
    }
  }

  return (
    <div className={css.faceRow}>
      <Face name={name} src={shown} size={64} />
      <div className={css.stack} style={{ gap: "var(--gap-1)" }}>
        <div className={css.row}>
          <Button
            variant="default"
            loading={underWay !== null}
            leftSection={<IconUpload size={16} />}
            aria-describedby={`${id}-note`}
            onClick={() => input.current?.click()}
          >
            {shown ? say("manage.avatar_change") : say("manage.avatar_choose")}
          </Button>
          {shown && (
            <Button
              variant="subtle"
              color="gray"
              leftSection={<IconTrash size={16} />}
              onClick={() => void run(null, onRemove)}
            >
              {say("manage.avatar_remove")}
            </Button>
          )}
        </div>
        <p className={css.note} id={`${id}-note`}>
          {say("manage.avatar_note", { size: avatarBytes / 1024 })}
        </p>
        <div role="alert">{refusal && <p className={css.wrong}>{refusal}</p>}</div>
      </div>
      <input
        ref={input}
        type="file"
        hidden
        accept={avatarKinds.join(",")}
        aria-label={say("manage.avatar_choose")}
        onChange={(event) => void take(event.currentTarget.files?.[0])}
      />
    </div>
  );
}

function usePicture(file: File | null): string | null {
  const url = useMemo(() => file && URL.createObjectURL(file), [file]);
  useEffect(() => () => void (url && URL.revokeObjectURL(url)), [url]);
  return url;
}
