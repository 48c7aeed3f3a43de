import type { Calendar } from "@genkan/client/types";
import { Button } from "@mantine/core";
import { Link } from "wouter";
import { useDeskState } from "../../conversations/DeskProvider";
import { IconPlus } from "../../look/icons";
import { useSay } from "../../words/Words";
import { Empty, Fetched, Page } from "../Page";
import parts from "../parts.module.css";
import { useSites } from "../sites/siteQueries";
import css from "./hours.module.css";
import { useCalendars } from "./hoursQueries";
import { OpenNow } from "./OpenNow";

export function HoursPage() {
  const say = useSay();
  const query = useCalendars();
  const add = (
    <Button component={Link} href="/manage/hours/new" size="sm" leftSection={<IconPlus size={16} />}>
      {say("manage.hours_add")}
    </Button>
  );
  return (
    <Page title={say("manage.hours")} lead={say("manage.hours_lead")} action={add}>
      <Fetched query={query}>
        {(calendars) =>
          calendars.length === 0 ? (
            <Empty title={say("manage.hours_none")} text={say("manage.hours_none_text")} />
          ) : (
            <ul className={parts.sheet}>
              {calendars.map((calendar) => (
                <Row key={calendar.id} calendar={calendar} />
              ))}
            </ul>
          )
        }
      </Fetched>
    </Page>
  );
}

function Row({ calendar }: { calendar: Calendar }) {
  const say = useSay();
  const { data: sites } = useSites();
  const { departments } = useDeskState();
  const keepers = [
    ...calendar.sites.flatMap((id) => sites?.find((site) => site.id === id)?.name ?? []),
    ...calendar.departments.flatMap((id) => departments[id]?.name ?? []),
  ];
  return (
    <li className={`${css.row} ${parts.opens}`}>
      <div className={parts.personWords}>
        <Link className={parts.rowLink} href={`/manage/hours/${calendar.id}`} dir="auto">
          {calendar.name}
        </Link>
        <div className={parts.soft} dir="auto">
          {keepers.length > 0 ? keepers.join(", ") : say("manage.hours_kept_none")}
        </div>
      </div>
      <OpenNow calendar={calendar} />
    </li>
  );
}
