import { MultiSelect, Select, TextInput } from "@mantine/core";
import { useDeskState } from "../../conversations/DeskProvider";
import { useNow } from "../../look/useNow";
import { useWords } from "../../words/Words";
import { EditForm } from "../form/EditForm";
import type { useForm } from "../form/useForm";
import { Section } from "../Page";
import parts from "../parts.module.css";
import { useSites } from "../sites/siteQueries";
import { DatesField } from "./DatesField";
import type { CalendarFields } from "./hoursForm";
import { useZones } from "./hoursQueries";
import { WeekField } from "./WeekField";

interface Props {
  form: ReturnType<typeof useForm<CalendarFields>>;
  saveWords?: string;
  onCancel?(): void;
}

/** Everything that can be set of a calendar. */
export function CalendarForm({ form, ...bar }: Props) {
  const { say } = useWords();
  const { draft, change, error } = form;
  return (
    <EditForm form={form} {...bar}>
      <Section title={say("manage.hours_calendar")}>
        <div className={parts.pair}>
          <TextInput
            label={say("manage.its_name")}
            description={say("manage.hours_name_means")}
            required
            maxLength={60}
            {...form.text("name")}
          />
          <ZoneField zone={draft.zone} error={error("zone")} onChange={(zone) => change({ zone })} />
        </div>
        <Keepers form={form} />
      </Section>
      <Section title={say("manage.hours_week")} lead={say("manage.hours_week_lead")}>
        <WeekField
          week={draft.week}
          error={(weekday) => error(`week.${weekday}`)}
          onChange={(week) => change({ week })}
        />
      </Section>
      <Section title={say("manage.hours_dates")} lead={say("manage.hours_dates_lead")}>
        <DatesField dates={draft.exceptions} error={error} onChange={(exceptions) => change({ exceptions })} />
      </Section>
    </EditForm>
  );
}

function ZoneField(props: { zone: string; error: string | undefined; onChange(zone: string): void }) {
  const { zone, error, onChange } = props;
  const { say, language } = useWords();
  const now = useNow(15_000);
  const { data } = useZones();
  const zones = data ?? [];
  const time = new Intl.DateTimeFormat(language, { timeZone: zone || "UTC", hour: "2-digit", minute: "2-digit" });
  return (
    <Select
      label={say("manage.hours_zone")}
      description={say("manage.hours_zone_now", { time: time.format(now) })}
      required
      searchable
      allowDeselect={false}
      limit={60}
      nothingFoundMessage={say("manage.hours_zone_none")}
      value={zone}
      error={error}
      onChange={(value) => value && onChange(value)}
      data={(zones.includes(zone) ? zones : [zone, ...zones]).map((value) => ({
        value,
        label: value.replaceAll("_", " "),
      }))}
    />
  );
}

interface KeepersProps {
  form: ReturnType<typeof useForm<CalendarFields>>;
}

function Keepers({ form: { draft, change } }: KeepersProps) {
  const { say } = useWords();
  const { data: sites = [] } = useSites();
  const { departments } = useDeskState();
  const rooms = Object.values(departments).filter(({ removed }) => !removed);
  return (
    <div className={parts.pair}>
      <Choose
        label={say("manage.hours_sites")}
        note={say("manage.hours_sites_means")}
        empty={say("manage.hours_sites_choose")}
        all={sites}
        chosen={draft.sites}
        onChange={(chosen) => change({ sites: chosen })}
      />
      <Choose
        label={say("manage.hours_departments")}
        note={say("manage.hours_departments_means")}
        empty={say("manage.hours_departments_choose")}
        all={rooms}
        chosen={draft.departments}
        onChange={(chosen) => change({ departments: chosen })}
      />
    </div>
  );
}

interface ChooseProps {
  label: string;
  note: string;
  empty: string;
  all: readonly { id: string; name: string }[];
  chosen: string[];
  onChange(chosen: string[]): void;
}

function Choose({ label, note, empty, all, chosen, onChange }: ChooseProps) {
  const known = chosen.filter((id) => all.some((one) => one.id === id));
  return (
    <MultiSelect
      label={label}
      description={note}
      placeholder={known.length === 0 ? empty : ""}
      searchable
      hidePickedOptions
      disabled={all.length === 0}
      value={known}
      onChange={(ids) => onChange([...ids].sort())}
      data={all.map(({ id, name }) => ({ value: id, label: name }))}
    />
  );
}
