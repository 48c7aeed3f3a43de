import type { LeftMessagesBy } from "@genkan/client/types";
import { Select, Switch, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../../session/api";
import { useSay, useWords } from "../../words/Words";
import { EditForm } from "../form/EditForm";
import { useForm } from "../form/useForm";
import { Fetched, Page, Section } from "../Page";
import css from "../parts.module.css";
import { type Settings, toCalls } from "./settingsCalls";

const key = ["manage", "settings"] as const;

export default function SettingsPage() {
  const say = useSay();
  const query = useQuery({ queryKey: key, queryFn: ({ signal }) => fetchSettings(signal) });
  return (
    <Page title={say("manage.settings")} lead={say("manage.settings_lead")}>
      <Fetched query={query}>{(settings) => <SettingsForm settings={settings} />}</Fetched>
    </Page>
  );
}

async function fetchSettings(signal: AbortSignal): Promise<Settings> {
  const [organisation, conversations, signIn, leftMessages] = await Promise.all([
    api<{ name: string }>("GET", "/api/organisation", { signal }),
    api<{ typingPreview: boolean }>("GET", "/api/settings/conversations", { signal }),
    api<{ by: Settings["signInBy"] }>("GET", "/api/settings/signin", { signal }),
    api<{ answeredBy: LeftMessagesBy }>("GET", "/api/settings/leftmessages", { signal }),
  ]);
  return {
    name: organisation.name,
    typingPreview: conversations.typingPreview,
    signInBy: signIn.by,
    leftMessagesBy: leftMessages.answeredBy,
  };
}

function SettingsForm({ settings }: { settings: Settings }) {
  const say = useSay();
  const queries = useQueryClient();
  const form = useForm<Settings>({
    value: settings,
    check: ({ name }) => (name.trim() ? {} : { name: [{ code: "required", message: "" }] }),
    async save(changed, draft) {
      // What is already kept when a later call is refused is then no longer unsaved.
      for (const { method, path, body, fields } of toCalls(changed)) {
        await api(method, path, { body });
        queries.setQueryData<Settings>(key, (held) => held && { ...held, ...fields });
      }
      return draft;
    },
  });

  return (
    <EditForm form={form}>
      <Section title={say("manage.organisation")}>
        <TextInput label={say("manage.organisation_name")} required maxLength={80} {...form.text("name")} />
      </Section>
      <Section title={say("manage.talk")}>
        <Switch
          label={say("manage.typing_preview")}
          description={say("manage.typing_preview_means")}
          {...form.tick("typingPreview")}
        />
        <Select
          label={say("manage.left_answered_by")}
          description={say("manage.left_answered_by_means")}
          allowDeselect={false}
          value={form.draft.leftMessagesBy}
          error={form.error("leftMessagesBy") ?? form.error("answeredBy")}
          onChange={(value) => form.change({ leftMessagesBy: value as LeftMessagesBy })}
          data={(["agents", "admins"] as const).map((value) => ({
            value,
            label: say(`manage.left_answered_by_${value}`),
          }))}
        />
      </Section>
      <Section title={say("manage.presence")}>
        <Select
          label={say("manage.sign_in_by")}
          description={say("manage.sign_in_by_means")}
          allowDeselect={false}
          value={form.draft.signInBy}
          error={form.error("signInBy") ?? form.error("by")}
          onChange={(value) => form.change({ signInBy: value as Settings["signInBy"] })}
          data={(["both", "email", "userName"] as const).map((value) => ({
            value,
            label: say(`manage.sign_in_by_${value}`),
          }))}
        />
      </Section>
      <Licence />
    </EditForm>
  );
}

interface Plan {
  features: "all" | "some";
  agents: number | null;
  endsAt: number | null;
}

/** What the organisation may use, as the server has it. */
function Licence() {
  const { say, language } = useWords();
  const query = useQuery({
    queryKey: ["manage", "plan"],
    queryFn: ({ signal }) => api<{ plan: Plan }>("GET", "/api/organisation", { signal }).then(({ plan }) => plan),
  });
  return (
    <Section title={say("manage.licence")}>
      <Fetched query={query}>
        {({ features, agents, endsAt }) => (
          <dl className={css.facts}>
            <div>
              <dt>{say("manage.licence_features")}</dt>
              <dd>{say(`manage.licence_features_${features}`)}</dd>
            </div>
            <div>
              <dt>{say("manage.licence_agents")}</dt>
              <dd>{agents ?? say("manage.licence_agents_any")}</dd>
            </div>
            <div>
              <dt>{say("manage.licence_end")}</dt>
              <dd>
                {endsAt === null
                  ? say("manage.licence_end_none")
                  : new Intl.DateTimeFormat(language, { dateStyle: "long" }).format(endsAt)}
              </dd>
            </div>
          </dl>
        )}
      </Fetched>
    </Section>
  );
}
