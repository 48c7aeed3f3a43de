import { Route, Switch } from "wouter";
import { NotHere } from "../NotYours";
import { SiteRoutingPage } from "../routing/SiteRoutingPage";
import { NewSitePage } from "./NewSitePage";
import { SitePage } from "./SitePage";
import { SitesPage } from "./SitesPage";
import { useLiveSites } from "./siteQueries";

export default function Sites() {
  useLiveSites();
  return (
    <Switch>
      <Route path="/manage/sites" component={SitesPage} />
      <Route path="/manage/sites/new" component={NewSitePage} />
      <Route path="/manage/sites/:id/routing">{({ id }) => <SiteRoutingPage key={id} id={id} />}</Route>
      <Route path="/manage/sites/:id">{({ id }) => <SitePage key={id} id={id} />}</Route>
      <Route component={NotHere} />
    </Switch>
  );
}
