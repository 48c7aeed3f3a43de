import { Route, Switch } from "wouter";
import { NotHere } from "../NotYours";
import { CalendarPage } from "./CalendarPage";
import { HoursPage } from "./HoursPage";
import { useLiveCalendars } from "./hoursQueries";
import { NewCalendarPage } from "./NewCalendarPage";

export default function Hours() {
  useLiveCalendars();
  return (
    <Switch>
      <Route path="/manage/hours" component={HoursPage} />
      <Route path="/manage/hours/new" component={NewCalendarPage} />
      <Route path="/manage/hours/:id">{({ id }) => <CalendarPage key={id} id={id} />}</Route>
      <Route component={NotHere} />
    </Switch>
  );
}
