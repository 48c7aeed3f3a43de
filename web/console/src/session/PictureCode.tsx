import { Button, TextInput } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { IconRefresh, IconSound } from "../look/icons";
import { wordProblem } from "../words/problems";
import { useWords } from "../words/Words";
import css from "./PictureCode.module.css";
import { Refused } from "./Refused";
import type { PictureCodeState } from "./usePictureCode";

/** The picture, the way to hear it, and the field for its digits. */
export function PictureCode({ state, error }: { state: PictureCodeState; error?: string | undefined }) {
  const { say, language } = useWords();
  const { given, problem, code, setCode, renew } = state;
  const [playing, setPlaying] = useState(false);
  const audio = useRef<HTMLAudioElement>(null);
  const input = useRef<HTMLInputElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another picture is silent until it is asked to speak
  useEffect(() => setPlaying(false), [given]);

  function play() {
    setPlaying(true);
    void audio.current?.play().catch(() => setPlaying(false));
    // Whoever listens types at the same time.
    input.current?.focus();
  }

  return (
    <div className={css.code}>
      {given ? (
        <img className={css.picture} src={given.picture} alt={say("console.code_picture")} width={560} height={180} />
      ) : (
        <div className={css.picture}>{problem ? <Refused words={wordProblem(say, problem)} /> : null}</div>
      )}
      <div className={css.deeds}>
        <Button
          type="button"
          size="xs"
          variant="default"
          leftSection={<IconSound size={16} />}
          disabled={!given}
          onClick={play}
        >
          {playing ? say("console.code_hear_again") : say("console.code_hear")}
        </Button>
        <Button
          type="button"
          size="xs"
          variant="default"
          leftSection={<IconRefresh size={16} />}
          onClick={() => void renew()}
        >
          {say("console.code_another")}
        </Button>
      </div>
      {given && (
        // biome-ignore lint/a11y/useMediaCaption: it says the digits of the picture, and a caption would tell them to programs
        <audio ref={audio} src={`${given.sound}?language=${language}`} preload="none" />
      )}
      <TextInput
        ref={input}
        label={say("console.code_digits")}
        description={say("console.code_means")}
        inputWrapperOrder={["label", "input", "description", "error"]}
        inputMode="numeric"
        autoComplete="off"
        maxLength={20}
        required
        withAsterisk={false}
        value={code}
        error={error}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
    </div>
  );
}
