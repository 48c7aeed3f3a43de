import type { Corner } from "@genkan/client/types";
import { Radio } from "@mantine/core";
import { useSay } from "../../words/Words";
import look from "./sites.module.css";

const corners: readonly Corner[] = ["top-left", "top-right", "bottom-left", "bottom-right"];

/** Four corners of a screen, chosen where they are. */
export function CornerField({ corner, onChange }: { corner: Corner; onChange(corner: Corner): void }) {
  const say = useSay();
  return (
    <Radio.Group label={say("manage.corner")} value={corner} onChange={(value) => onChange(value as Corner)}>
      <div className={look.screen} dir="ltr">
        {corners.map((one) => (
          <span key={one} className={look.corner}>
            <Radio value={one} aria-label={say(`manage.corner_${one}`)} title={say(`manage.corner_${one}`)} />
          </span>
        ))}
      </div>
    </Radio.Group>
  );
}
