import { Suspense, useEffect, useRef } from "react";
import { Link, Redirect, Route, Switch, useLocation } from "wouter";
import { Loading } from "../look/Loading";
import { useMe } from "../session/SessionProvider";
import { useSay } from "../words/Words";
import css from "./Manage.module.css";
import { NotHere, NotYours } from "./NotYours";
import { openSections, type Section, sectionAt } from "./sections";

export default function Manage() {
  const say = useSay();
  const { can } = useMe();
  const [location] = useLocation();
  const mine = openSections(can);
  const first = mine[0];
  if (!first) return <NotYours />;
  if (location === "/manage") return <Redirect to={`/manage/${first.path}`} replace />;
  return (
    <div className={css.manage}>
      <nav className={css.menu} aria-label={say("manage.menu")}>
        {groupsOf(mine).map(([group, list]) => (
          <div key={group} className={css.group}>
            <h2 className={css.heading}>{say(group)}</h2>
            {list.map((section) => (
              <Entry key={section.path} section={section} />
            ))}
          </div>
        ))}
      </nav>
      <div className={css.page} key={sectionAt(location)?.path}>
        <Suspense fallback={<Loading />}>
          <Switch>
            {mine.map(({ path, page: Page }) => (
              <Route key={path} path={`/manage/${path}/*?`}>
                <Page />
              </Route>
            ))}
            <Route>{sectionAt(location) ? <NotYours /> : <NotHere />}</Route>
          </Switch>
        </Suspense>
      </div>
    </div>
  );
}

function Entry({ section }: { section: Section }) {
  const say = useSay();
  const [location] = useLocation();
  const here = sectionAt(location) === section;
  const entry = useRef<HTMLAnchorElement>(null);
  // On a telephone the menu is one line, longer than the screen.
  useEffect(() => {
    if (here) entry.current?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [here]);
  return (
    <Link ref={entry} href={`/manage/${section.path}`} className={css.entry} aria-current={here ? "page" : undefined}>
      {say(section.name)}
    </Link>
  );
}

function groupsOf(list: readonly Section[]): [string, Section[]][] {
  const groups = new Map<string, Section[]>();
  for (const section of list) groups.set(section.group, [...(groups.get(section.group) ?? []), section]);
  return [...groups];
}
