import type { Site } from "@genkan/client/types";
import { Button } from "@mantine/core";
import { Link } from "wouter";
import { IconPlus } from "../../look/icons";
import { useSay } from "../../words/Words";
import { Empty, Fetched, Page } from "../Page";
import css from "../parts.module.css";
import { useSites } from "./siteQueries";
import look from "./sites.module.css";

export function SitesPage() {
  const say = useSay();
  const query = useSites();
  const add = (
    <Button component={Link} href="/manage/sites/new" size="sm" leftSection={<IconPlus size={16} />}>
      {say("manage.add_site")}
    </Button>
  );
  return (
    <Page title={say("manage.sites")} lead={say("manage.sites_lead")} action={add}>
      <Fetched query={query}>
        {(sites) =>
          sites.length === 0 ? (
            <Empty title={say("manage.sites_none")} text={say("manage.sites_none_text")} />
          ) : (
            <ul className={css.sheet}>
              {sites.map((site) => (
                <SiteRow key={site.id} site={site} />
              ))}
            </ul>
          )
        }
      </Fetched>
    </Page>
  );
}

function SiteRow({ site }: { site: Site }) {
  const say = useSay();
  return (
    <li className={`${look.row} ${css.opens}`}>
      <span className={look.dot} style={{ background: site.color }} aria-hidden="true" />
      <div className={css.personWords}>
        <Link className={css.rowLink} href={`/manage/sites/${site.id}`} dir="auto">
          {site.name}
        </Link>
        <div className={css.soft}>
          {site.origins.length > 0 ? <span translate="no">{site.origins.join(", ")}</span> : say("manage.origins_any")}
        </div>
      </div>
    </li>
  );
}
