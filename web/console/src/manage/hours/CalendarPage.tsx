import type { Calendar } from "@genkan/client/types";
import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { api } from "../../session/api";
import { useSay } from "../../words/Words";
import { Deleting } from "../Deleting";
import { useForm } from "../form/useForm";
import { Fetched, Page, Section } from "../Page";
import css from "../parts.module.css";
import { CalendarForm } from "./CalendarForm";
import { bodyOf, type CalendarFields, checkCalendar, fieldsOf } from "./hoursForm";
import { dropCalendar, keepAt, refreshed, useCalendar } from "./hoursQueries";
import { OpenNow } from "./OpenNow";

export function CalendarPage({ id }: { id: string }) {
  const say = useSay();
  const query = useCalendar(id);
  return (
    <Page
      title={query.data?.name ?? say("manage.hours")}
      lead={query.data && <OpenNow calendar={query.data} />}
      back={{ to: "/manage/hours", words: say("manage.hours") }}
    >
      <Fetched query={query}>{(calendar) => <Editing calendar={calendar} />}</Fetched>
    </Page>
  );
}

function Editing({ calendar }: { calendar: Calendar }) {
  const queries = useQueryClient();
  const value = useMemo(() => fieldsOf(calendar), [calendar]);
  const form = useForm<CalendarFields>({
    value,
    check: checkCalendar,
    async save(changed, draft) {
      const body = bodyOf(changed);
      if (Object.keys(body).length > 0) await api("PATCH", `/api/calendars/${calendar.id}`, { body });
      await keepAt(calendar.id, calendar, draft);
      return fieldsOf(await refreshed(queries, calendar.id));
    },
  });
  return (
    <div className={css.stack}>
      <CalendarForm form={form} />
      <Removing calendar={calendar} />
    </div>
  );
}

function Removing({ calendar }: { calendar: Calendar }) {
  const say = useSay();
  const queries = useQueryClient();
  const button = say("manage.hours_delete");
  return (
    <Section title={button}>
      <Deleting
        path={`/api/calendars/${calendar.id}`}
        list="/manage/hours"
        words={{
          button,
          means: say("manage.hours_delete_means"),
          title: say("manage.hours_delete_title", { name: calendar.name }),
          done: say("manage.hours_deleted", { name: calendar.name }),
        }}
        onDeleted={() => dropCalendar(queries, calendar.id)}
      />
    </Section>
  );
}
