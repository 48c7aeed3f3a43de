import { Button, ColorInput } from "@mantine/core";
import { IconAlert, IconCheck } from "../../look/icons";
import { useWords } from "../../words/Words";
import css from "../parts.module.css";
import { isColor, readableNear, wordsOn } from "./contrast";
import look from "./sites.module.css";

const offered = ["#2f4b8a", "#0f6b62", "#37703f", "#8a5c00", "#b93a26", "#a23a68", "#5b4494", "#1d2126"];

interface Props {
  color: string;
  error?: string | undefined;
  onChange(color: string): void;
}

/** The site's colour, and at once whether the words on it can be read. */
export function ColorField({ color, error, onChange }: Props) {
  const { say, language } = useWords();
  const ratio = (value: number) => new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(value);
  const verdict = isColor(color) ? wordsOn(color) : null;

  return (
    <div className={css.stack} style={{ gap: "var(--gap-2)" }}>
      <ColorInput
        label={say("manage.color")}
        format="hex"
        swatches={offered}
        swatchesPerRow={8}
        eyeDropperButtonProps={{ "aria-label": say("manage.color_pick") }}
        value={color}
        error={error}
        onChange={(value) => onChange(value.toLowerCase())}
      />
      {verdict && (
        <div className={look.verdict} role="status">
          <span className={look.sample} style={{ background: color, color: verdict.color }} aria-hidden="true">
            Aa
          </span>
          {verdict.readable ? (
            <span className={look.good}>
              <IconCheck size={16} aria-hidden="true" />
              {say("manage.contrast_good", { ratio: ratio(verdict.ratio) })}
            </span>
          ) : (
            <>
              <span className={look.poor}>
                <IconAlert size={16} aria-hidden="true" />
                {say("manage.contrast_poor", { ratio: ratio(verdict.ratio) })}
              </span>
              <Button variant="default" size="compact-xs" onClick={() => onChange(readableNear(color))}>
                {say("manage.contrast_mend", { color: readableNear(color) })}
              </Button>
            </>
          )}
        </div>
      )}
    </div>
  );
}
