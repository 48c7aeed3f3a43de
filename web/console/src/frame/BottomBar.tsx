import { useSay } from "../words/Words";
import type { Area } from "./areas";
import { AreaTab } from "./Band";
import css from "./BottomBar.module.css";
import { Connection } from "./Connection";

/** The areas under the thumb, and above them a line only when the connection is not what it should be. */
export function BottomBar({ areas }: { areas: readonly Area[] }) {
  const say = useSay();
  return (
    <div className={css.bottom}>
      <div className={css.connection}>
        <Connection />
      </div>
      <nav className={css.bar} aria-label={say("console.areas")}>
        {areas.map((area) => !area.own && <AreaTab key={area.path} area={area} />)}
      </nav>
    </div>
  );
}
