import { Route, Switch } from "wouter";
import { NotHere } from "../NotYours";
import { NewOrganisationPage, OrganisationsPage } from "./OrganisationsPage";

export default function Organisations() {
  return (
    <Switch>
      <Route path="/manage/organisations" component={OrganisationsPage} />
      <Route path="/manage/organisations/new" component={NewOrganisationPage} />
      <Route component={NotHere} />
    </Switch>
  );
}
