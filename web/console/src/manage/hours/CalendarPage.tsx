import type { Calendar } from "@genkan/client/types";
import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useLocation } from "wouter";
import { usePopups } from "../../popups/Popups";
import { api } from "../../session/api";
import { useSay } from "../../words/Words";
import { AskOnce } from "../AskOnce";
import { forgetUnsaved } from "../form/unsaved";
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
      <Deleting calendar={calendar} />
    </div>
  );
}

function Deleting({ calendar }: { calendar: Calendar }) {
  const say = useSay();
  const queries = useQueryClient();
  const { tell } = usePopups();
  const [, navigate] = useLocation();
  const [asked, setAsked] = useState(false);

  async function remove() {
    await api("DELETE", `/api/calendars/${calendar.id}`);
    forgetUnsaved();
    navigate("/manage/hours");
    dropCalendar(queries, calendar.id);
    tell({ tone: "done", text: say("manage.hours_deleted", { name: calendar.name }) });
  }

  return (
    <Section title={say("manage.hours_delete")}>
      <div className={css.danger}>
        <p className={css.soft}>{say("manage.hours_delete_means")}</p>
        <Button variant="outline" color="vermilion" onClick={() => setAsked(true)}>
          {say("manage.hours_delete")}
        </Button>
      </div>
      <AskOnce
        opened={asked}
        title={say("manage.hours_delete_title", { name: calendar.name })}
        yes={say("manage.delete")}
        onYes={remove}
        onNo={() => setAsked(false)}
      >
        {say("manage.hours_delete_means")}
      </AskOnce>
    </Section>
  );
}
