import { languages } from "@genkan/client/languages";
import type { Id } from "@genkan/client/types";
import { Select, Switch, TextInput } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useId, useMemo, useRef, useState } from "react";
import { useDeskState } from "../../conversations/DeskProvider";
import { IconAlert, IconCheck, IconMail, IconWait } from "../../look/icons";
import type { Names } from "../../routing/reasons";
import { api } from "../../session/api";
import { useWords } from "../../words/Words";
import { refusalOf } from "../form/refusal";
import css from "./routing.module.css";
import { looksLikeAddress, nameIn, placeName, type SiteRouting } from "./siteRouting";
import { because, type Trial, verdict } from "./tryWords";
import { useLater } from "./useLater";
import { useFoundRegions } from "./useRegions";

interface Asked {
  /** A region's code, or "ip:" and an address. */
  place: string | null;
  language: string | null;
  /** By the clock of the site; empty for now. */
  at: string;
  everybodyHere: boolean;
}

const nobody: Asked = { place: null, language: null, at: "", everybodyHere: false };
const address = "ip:";

interface Props {
  site: Id;
  /** As it stands in the fields, saved or not. */
  routing: SiteRouting;
  unsaved: boolean;
}

/** A visitor from there, who speaks that, at that time: who would get it, and by which rule. Asked of the decision itself. */
export function TryPanel({ site, routing, unsaved }: Props) {
  const { say } = useWords();
  const title = useId();
  const [asked, setAsked] = useState(nobody);
  const change = (patch: Partial<Asked>) => setAsked((before) => ({ ...before, ...patch }));
  const body = useLater(useMemo(() => bodyOf(asked, routing), [asked, routing]));
  const query = useQuery({
    queryKey: ["manage", "try", site, body],
    queryFn: ({ signal }) => api<Trial>("POST", `/api/sites/${site}/routing/try`, { body, signal }),
    placeholderData: keepPreviousData,
    retry: false,
    // Somebody signs in, takes one, goes to lunch: what is on the screen is to be true.
    refetchInterval: 10_000,
    gcTime: 0,
  });
  const refusal = query.error ? refusalOf(say, query.error) : null;
  const zone = useRef<string>(undefined);
  if (query.data) zone.current = query.data.zone;

  return (
    <aside className={css.try} aria-labelledby={title}>
      <div>
        <h2 id={title} className={css.title}>
          {say("try.title")}
        </h2>
        <p className={css.credit}>{say(unsaved ? "try.lead_unsaved" : "try.lead")}</p>
      </div>
      <PlaceField
        value={asked.place}
        error={refusal?.fields.region ?? refusal?.fields.address}
        onChange={(place) => change({ place })}
      />
      <Select
        label={say("try.language")}
        placeholder={say("try.language_any")}
        clearable
        clearButtonProps={{ "aria-label": say("try.clear") }}
        value={asked.language}
        error={refusal?.fields.language}
        onChange={(language) => change({ language })}
        data={languages.map((value) => ({ value, label: say(`languageName.${value}`) }))}
      />
      <TextInput
        type="datetime-local"
        label={say("try.at")}
        description={
          zone.current === undefined
            ? say("try.at_now")
            : say("try.at_zone", { zone: zone.current.replaceAll("_", " ") })
        }
        min="2000-01-01T00:00"
        max="2100-12-31T23:59"
        value={asked.at}
        error={refusal?.fields.at}
        onChange={(event) => change({ at: event.currentTarget.value })}
      />
      <Switch
        label={say("try.everybody")}
        description={say("try.everybody_means")}
        checked={asked.everybodyHere}
        onChange={(event) => change({ everybodyHere: event.currentTarget.checked })}
      />
      <div className={css.answer} role="status" data-old={query.isPlaceholderData || undefined}>
        {refusal ? <Unfinished words={refusal.whole} /> : query.data && <Answer trial={query.data} />}
      </div>
    </aside>
  );
}

/** What stands in the fields is no rule yet: the field itself says what is missing when it is saved. */
function Unfinished({ words }: { words: string | null }) {
  const { say } = useWords();
  return (
    <p className={css.off}>
      <IconAlert size={16} aria-hidden="true" />
      {words ?? say("try.unfinished")}
    </p>
  );
}

const marks = { given: IconCheck, waits: IconWait, pool: IconWait, form: IconMail };

function Answer({ trial }: { trial: Trial }) {
  const speech = useWords();
  const { say, language } = speech;
  const state = useDeskState();
  const names: Names = {
    agent: (id) => state.agents[id]?.name ?? "",
    department: (id) => state.departments[id]?.name ?? "",
    place: (code) => nameIn(trial.regions[code] ?? {}, language),
  };
  const Mark = marks[trial.outcome];
  const place = [...trial.place].reverse().map(names.place).join(", ");
  return (
    <>
      <p className={css.verdict} data-outcome={trial.outcome}>
        <Mark size={18} aria-hidden="true" />
        {verdict(trial, speech, names)}
      </p>
      {because(trial, speech, names).map((words) => (
        <p key={words}>{words}</p>
      ))}
      <People trial={trial} names={names} />
      {trial.credits.length > 0 && (
        <p className={css.credit}>
          {place || say("try.place_unknown")}
          {trial.credits.map(({ name, url }) => (
            <span key={url}>
              {" · "}
              <a href={url} target="_blank" rel="noreferrer" translate="no">
                {name}
              </a>
            </span>
          ))}
        </p>
      )}
    </>
  );
}

function People({ trial, names }: { trial: Trial; names: Names }) {
  const { say } = useWords();
  const { eligible, passedOver, agent } = trial;
  if (eligible.length + passedOver.length === 0) return <p className={css.credit}>{say("try.nobody")}</p>;
  return (
    <>
      {eligible.length > 0 && (
        <section>
          <h3 className={css.small}>{say("try.could")}</h3>
          <ul className={css.people}>
            {eligible.map((one) => (
              <li key={one.agent} className={one.agent === agent ? css.chosen : undefined}>
                <span dir="auto">{names.agent(one.agent)}</span>
                <span>{say("try.held", { count: one.held })}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {passedOver.length > 0 && (
        <section>
          <h3 className={css.small}>{say("why.passed")}</h3>
          <ul className={css.people}>
            {passedOver.map((one) => (
              <li key={one.agent}>
                <span dir="auto">{names.agent(one.agent)}</span>
                <span>{say(`try.passed_${one.reason}`)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

interface PlaceProps {
  value: string | null;
  error: string | undefined;
  onChange(value: string | null): void;
}

/** A place by its name, or an IP address as it stands in a log. */
function PlaceField({ value, error, onChange }: PlaceProps) {
  const { say, language } = useWords();
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState<{ value: string; label: string } | null>(null);
  const words = typed.trim();
  const isAddress = looksLikeAddress(words);
  const found = useFoundRegions(useLater(isAddress || words === chosen?.label ? "" : words));
  useEffect(() => {
    if (value === null) setChosen(null);
  }, [value]);
  const places = isAddress
    ? [{ value: address + words, label: words }]
    : (found.data ?? []).map((region) => ({ value: region.code, label: placeName(region, language) }));
  const data = chosen && !places.some((one) => one.value === chosen.value) ? [chosen, ...places] : places;

  return (
    <Select
      label={say("try.place")}
      description={say("try.place_means")}
      placeholder={say("try.place_unknown")}
      searchable
      clearable
      clearButtonProps={{ "aria-label": say("try.clear") }}
      limit={60}
      nothingFoundMessage={found.isFetching ? say("manage.region_searching") : say("manage.region_none")}
      filter={({ options }) => options}
      value={value}
      error={error}
      searchValue={typed}
      onSearchChange={setTyped}
      onChange={(next, option) => {
        setChosen(next === null || !option ? null : { value: next, label: option.label });
        onChange(next);
      }}
      data={data}
    />
  );
}

function bodyOf({ place, language, at, everybodyHere }: Asked, routing: SiteRouting): Record<string, unknown> {
  return {
    routing: routing.designation === "none" ? { ...routing, listMode: false } : routing,
    ...(place?.startsWith(address) ? { address: place.slice(address.length) } : place ? { region: place } : {}),
    ...(language ? { language } : {}),
    // Where the site keeps no calendar, by the clock of who asks.
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    ...(at ? { at } : {}),
    ...(everybodyHere ? { everybodyHere } : {}),
  };
}
