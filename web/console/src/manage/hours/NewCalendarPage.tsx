import { newId } from "@genkan/client/ids";
import type { Calendar } from "@genkan/client/types";
import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { useLocation } from "wouter";
import { api } from "../../session/api";
import { useSay } from "../../words/Words";
import { leave } from "../form/unsaved";
import { useForm } from "../form/useForm";
import { Page } from "../Page";
import { CalendarForm } from "./CalendarForm";
import { bodyOf, type CalendarFields, checkCalendar, newCalendar } from "./hoursForm";
import { keepAt, refreshed } from "./hoursQueries";

export function NewCalendarPage() {
  const say = useSay();
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const id = useMemo(() => newId(), []);
  const value = useMemo(() => newCalendar(Intl.DateTimeFormat().resolvedOptions().timeZone), []);
  const form = useForm<CalendarFields>({
    value,
    check: checkCalendar,
    notice: say("manage.hours_added"),
    async save(_changed, draft) {
      await api<Calendar>("POST", "/api/calendars", { body: { id, ...bodyOf(draft) } });
      await keepAt(id, { sites: [], departments: [] }, draft);
      await refreshed(queries, id);
      return draft;
    },
    onSaved: () => navigate("/manage/hours", { replace: true }),
  });

  return (
    <Page title={say("manage.hours_add")} back={{ to: "/manage/hours", words: say("manage.hours") }}>
      <CalendarForm
        form={form}
        saveWords={say("manage.hours_add")}
        onCancel={() => leave(() => navigate("/manage/hours"))}
      />
    </Page>
  );
}
