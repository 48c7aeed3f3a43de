import { Suspense } from "react";
import { Link, Redirect, Route, Switch, useLocation } from "wouter";
import { Loading } from "../look/Loading";
import { useMe } from "../session/SessionProvider";
import { useSay } from "../words/Words";
import css from "./Manage.module.css";
import { type Section, sections } from "./sections";

export default function Manage() {
  const say = useSay();
  const { can } = useMe();
  const mine = sections.filter(({ permission }) => !permission || can(permission));
  const first = mine[0];
  if (!first) return <Redirect to="/" replace />;
  return (
    <div className={css.manage}>
      <nav className={css.menu} aria-label={say("console.manage")}>
        {groupsOf(mine).map(([group, list]) => (
          <div key={group} className={css.group}>
            <h2 className={css.heading}>{say(group)}</h2>
            {list.map((section) => (
              <Entry key={section.path} section={section} />
            ))}
          </div>
        ))}
      </nav>
      <div className={css.page}>
        <Suspense fallback={<Loading />}>
          <Switch>
            {mine.map(({ path, page: Page }) => (
              <Route key={path} path={`/manage/${path}/*?`}>
                <Page />
              </Route>
            ))}
            <Route>
              <Redirect to={`/manage/${first.path}`} replace />
            </Route>
          </Switch>
        </Suspense>
      </div>
    </div>
  );
}

function Entry({ section }: { section: Section }) {
  const say = useSay();
  const [location] = useLocation();
  const here = location === `/manage/${section.path}` || location.startsWith(`/manage/${section.path}/`);
  return (
    <Link href={`/manage/${section.path}`} className={css.entry} aria-current={here ? "page" : undefined}>
      {say(section.name)}
    </Link>
  );
}

function groupsOf(list: readonly Section[]): [string, Section[]][] {
  const groups = new Map<string, Section[]>();
  for (const section of list) groups.set(section.group, [...(groups.get(section.group) ?? []), section]);
  return [...groups];
}
