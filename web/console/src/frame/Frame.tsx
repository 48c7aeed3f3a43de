import { Suspense, useEffect, useState } from "react";
import { Redirect, Route, Switch, useLocation } from "wouter";
import { DeskProvider } from "../conversations/DeskProvider";
import { DraftsProvider } from "../conversations/DraftsProvider";
import { EndProvider } from "../conversations/EndProvider";
import { Loading } from "../look/Loading";
import { Mishap } from "../look/Mishap";
import { LeaveQuestion } from "../manage/form/LeaveQuestion";
import { NotYours } from "../manage/NotYours";
import { Notices } from "../notices/Notices";
import { useMe } from "../session/SessionProvider";
import { useSay } from "../words/Words";
import { areas as allAreas, openAreas } from "./areas";
import { Band } from "./Band";
import { BottomBar } from "./BottomBar";
import css from "./Frame.module.css";
import { isWriting } from "./isWriting";
import { Keys } from "./Keys";
import { Palette } from "./Palette";
import { StatusBar } from "./StatusBar";

export function Frame() {
  return (
    <DeskProvider>
      <DraftsProvider>
        <EndProvider>
          <House />
        </EndProvider>
      </DraftsProvider>
    </DeskProvider>
  );
}

function House() {
  const say = useSay();
  const { can } = useMe();
  const [over, setOver] = useState<"palette" | "keys" | null>(null);
  const areas = openAreas(can);
  const [location] = useLocation();
  // A page with its own menu entry only is nobody's home.
  const home = areas.find(({ own }) => !own);
  const closed = allAreas.some(({ path }) => location === `/${path}` || location.startsWith(`/${path}/`));

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
        event.preventDefault();
        setOver((now) => (now === "palette" ? null : "palette"));
      } else if (event.key === "?" && !isWriting(event.target)) {
        setOver("keys");
      }
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);

  return (
    <div className={css.frame}>
      <a className="skip" href="#main">
        {say("console.skip")}
      </a>
      <Band areas={areas} onSearch={() => setOver("palette")} onKeys={() => setOver("keys")} />
      <main id="main" className={css.main} tabIndex={-1}>
        <Mishap key={location.split("/")[1]}>
          <Suspense fallback={<Loading />}>
            <Switch>
              {areas.map(({ path, page: Page }) => (
                <Route key={path} path={`/${path}/*?`}>
                  <Page />
                </Route>
              ))}
              <Route>
                {closed ? <NotYours /> : home ? <Redirect to={`/${home.path}`} replace /> : <NothingOpen />}
              </Route>
            </Switch>
          </Suspense>
        </Mishap>
      </main>
      <StatusBar />
      <BottomBar areas={areas} />
      <Notices />
      <LeaveQuestion />
      <Palette opened={over === "palette"} onClose={() => setOver(null)} onKeys={() => setOver("keys")} />
      <Keys opened={over === "keys"} onClose={() => setOver(null)} />
    </div>
  );
}

function NothingOpen() {
  const say = useSay();
  return <p className={css.nothing}>{say("console.nothing_open")}</p>;
}
