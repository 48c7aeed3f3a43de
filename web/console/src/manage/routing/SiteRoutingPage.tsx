import type { Site } from "@genkan/client/types";
import { NumberInput, Radio, Switch, TagsInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { useDeskState } from "../../conversations/DeskProvider";
import { IconAlert } from "../../look/icons";
import { listed } from "../../routing/reasons";
import { api } from "../../session/api";
import { useMe } from "../../session/SessionProvider";
import { useSay, useWords } from "../../words/Words";
import { byOrder } from "../departments/departmentRows";
import { EditForm } from "../form/EditForm";
import { useForm } from "../form/useForm";
import { Fetched, Page, Section } from "../Page";
import parts from "../parts.module.css";
import { useSite } from "../sites/siteQueries";
import { type Pickable, PickField } from "./PickField";
import { PoliciesField } from "./PoliciesField";
import css from "./routing.module.css";
import { type Distribution, fetchDistribution } from "./routingCalls";
import { pruned, type SiteRouting } from "./siteRouting";
import { TryPanel } from "./TryPanel";

const key = (site: string) => ["manage", "siteRouting", site] as const;

/** AD-41, AD-44: who serves the visitors of one site. */
export function SiteRoutingPage({ id }: { id: string }) {
  const say = useSay();
  const site = useSite(id);
  const query = useQuery({
    queryKey: key(id),
    queryFn: ({ signal }) => api<SiteRouting>("GET", `/api/sites/${id}/routing`, { signal }),
  });
  return (
    <Page
      wide
      title={say("manage.serving")}
      lead={say("manage.serving_lead")}
      back={{ to: `/manage/sites/${id}`, words: site.data?.name ?? say("manage.site") }}
    >
      <Fetched query={site}>
        {(there) => <Fetched query={query}>{(kept) => <RoutingForm site={there} kept={kept} />}</Fetched>}
      </Fetched>
    </Page>
  );
}

function RoutingForm({ site, kept }: { site: Site; kept: SiteRouting }) {
  const say = useSay();
  const queries = useQueryClient();
  const { agents, departments } = usePickable();
  const value = useMemo(() => pruned(kept, isIn(agents), isIn(departments)), [kept, agents, departments]);
  const form = useForm<SiteRouting>({
    value,
    async save(_changed, draft) {
      // Designating nobody, there is nothing to list.
      const body = draft.designation === "none" ? { ...draft, listMode: false } : draft;
      const saved = await api<SiteRouting>("PUT", `/api/sites/${site.id}/routing`, { body });
      queries.setQueryData(key(site.id), saved);
      return saved;
    },
  });
  const { draft, change, error } = form;

  return (
    <div className={parts.split}>
      <EditForm form={form}>
        <Section title={say("manage.designation")} lead={say("manage.designation_lead")}>
          <Radio.Group
            aria-label={say("manage.designation")}
            value={draft.designation}
            error={error("designation")}
            onChange={(designation) => change({ designation: designation as SiteRouting["designation"] })}
          >
            <div className={css.ways}>
              {(["none", "agents", "departments"] as const).map((way) => (
                <Radio
                  key={way}
                  value={way}
                  label={say(`manage.designation_${way}`)}
                  description={say(`manage.designation_${way}_means`)}
                />
              ))}
            </div>
          </Radio.Group>
          {draft.designation === "agents" && (
            <PickField
              label={say("manage.designated_agents")}
              empty={say("manage.choose_agents")}
              all={agents}
              chosen={draft.agents}
              error={error("agents")}
              onChange={(chosen) => change({ agents: chosen })}
            />
          )}
          {draft.designation === "departments" && (
            <PickField
              label={say("manage.designated_departments")}
              empty={say("manage.choose_departments")}
              all={departments}
              chosen={draft.departments}
              error={error("departments")}
              onChange={(chosen) => change({ departments: chosen })}
            />
          )}
        </Section>
        {draft.designation !== "none" && (
          <Section title={say("manage.list")} lead={say("manage.list_lead")}>
            <ListFields form={form} />
          </Section>
        )}
        <Section title={say("manage.policies")} lead={say("manage.policies_lead")}>
          <RegionsOff />
          <PoliciesField
            policies={draft.regions}
            departments={departments}
            error={error}
            onChange={(regions) => change({ regions })}
          />
        </Section>
        <Section title={say("manage.requirements")} lead={say("manage.requirements_lead")}>
          <Requirements form={form} />
        </Section>
        <Section title={say("manage.waiting_told")} lead={say("manage.waiting_told_lead")}>
          <Switch
            label={say("manage.tell_place")}
            description={say("manage.tell_place_means")}
            {...form.tick("tellPlace")}
          />
          <Switch
            label={say("manage.tell_wait")}
            description={say("manage.tell_wait_means")}
            {...form.tick("tellWait")}
          />
        </Section>
      </EditForm>
      <TryPanel site={site.id} routing={draft} unsaved={form.changed} />
    </div>
  );
}

/** W-10, AD-42, AD-43: what of those designated visitors see. */
function ListFields({ form: { draft, error, tick } }: { form: ReturnType<typeof useForm<SiteRouting>> }) {
  const { say, language } = useWords();
  const { agents } = useDeskState();
  const way = draft.designation;
  const nameless =
    draft.listMode && way === "agents"
      ? draft.agents.flatMap((id) => (agents[id]?.nickname ? [] : (agents[id] ?? [])))
      : [];
  return (
    <>
      <Switch
        label={say("manage.list_mode")}
        description={say(`manage.list_mode_${way}`)}
        error={error("listMode")}
        {...tick("listMode")}
      />
      {nameless.length > 0 && (
        <p className={css.off}>
          <IconAlert size={16} aria-hidden="true" />
          {say("manage.list_nameless", {
            agents: listed(
              nameless.map(({ name }) => name),
              language,
            ),
          })}
        </p>
      )}
      {draft.listMode && (
        <Switch
          label={say("manage.hide_departments")}
          description={say(`manage.hide_departments_${way}`)}
          {...tick("hideDepartments")}
        />
      )}
      {draft.listMode && way === "agents" && (
        <Switch
          label={say("manage.hide_offline")}
          description={say("manage.hide_offline_means")}
          {...tick("hideOffline")}
        />
      )}
    </>
  );
}

function Requirements({ form: { draft, change, error, tick } }: { form: ReturnType<typeof useForm<SiteRouting>> }) {
  const say = useSay();
  const drops = draft.dropAfterSeconds !== null;
  return (
    <>
      <Switch
        label={say("manage.match_language")}
        description={say("manage.match_language_means")}
        {...tick("matchLanguage")}
      />
      <TagsInput
        label={say("manage.required_skills")}
        description={say("manage.required_skills_means")}
        placeholder={draft.skills.length === 0 ? say("manage.skills_example") : ""}
        maxTags={10}
        acceptValueOnBlur
        value={draft.skills}
        error={error("skills")}
        onChange={(skills) => change({ skills: skills.map((skill) => skill.trim().slice(0, 40)).filter(Boolean) })}
      />
      {(draft.matchLanguage || draft.skills.length > 0) && (
        <>
          <Switch
            label={say("manage.requirements_drop")}
            description={say("manage.requirements_drop_means")}
            checked={drops}
            onChange={(event) => change({ dropAfterSeconds: event.currentTarget.checked ? 60 : null })}
          />
          {drops && (
            <NumberInput
              label={say("manage.requirements_after")}
              description={say("manage.requirements_after_means")}
              min={0}
              max={3600}
              allowDecimal={false}
              value={draft.dropAfterSeconds ?? 0}
              error={error("dropAfterSeconds")}
              onChange={(seconds) => change({ dropAfterSeconds: Number(seconds) })}
            />
          )}
        </>
      )}
    </>
  );
}

/** switched off for the whole organisation they count nowhere; who set them here must not look for the reason. */
function RegionsOff() {
  const { say } = useWords();
  const { can } = useMe();
  const { data } = useQuery<Distribution>({
    queryKey: ["manage", "routing"],
    queryFn: ({ signal }) => fetchDistribution((path) => api("GET", path, { signal })),
    enabled: can("settings.manage"),
  });
  if (!data || data.regions) return null;
  return (
    <p className={css.off}>
      <IconAlert size={16} aria-hidden="true" />
      {say("manage.policies_off")}
    </p>
  );
}

function usePickable(): { agents: Pickable[]; departments: Pickable[] } {
  const state = useDeskState();
  const { language } = useWords();
  return useMemo(() => {
    const order = new Intl.Collator(language);
    return {
      agents: Object.values(state.agents)
        .filter(({ removed }) => !removed)
        .sort((a, b) => order.compare(a.name, b.name)),
      departments: Object.values(state.departments)
        .filter(({ removed }) => !removed)
        .sort(byOrder),
    };
  }, [state.agents, state.departments, language]);
}

const isIn = (all: readonly Pickable[]) => (id: string) => all.some((one) => one.id === id);
