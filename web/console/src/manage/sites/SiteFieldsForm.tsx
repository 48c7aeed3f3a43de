import { languages } from "@genkan/client/languages";
import type { Language, NobodyFirst, Site } from "@genkan/client/types";
import { Select, Switch, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useWords } from "../../words/Words";
import { EditForm } from "../form/EditForm";
import type { useForm } from "../form/useForm";
import { Section } from "../Page";
import css from "../parts.module.css";
import { ColorField } from "./ColorField";
import { CornerField } from "./CornerField";
import { OriginsField } from "./OriginsField";
import { SitePreview } from "./SitePreview";
import type { SiteFields } from "./siteForm";

import { TextsField } from "./TextsField";

interface Props {
  form: ReturnType<typeof useForm<SiteFields>>;
  saveWords?: string;
  onCancel?(): void;
  /** Sections that stand before and after the form itself. */
  before?: ReactNode;
  after?: ReactNode;
}

const longest = 2000;
const whens: readonly Site["greeting"]["when"][] = ["start", "open", "both", "off"];

/** Everything that can be set of a site, beside the picture of what it does. */
export function SiteFieldsForm({ form, before, after, ...bar }: Props) {
  const { say, language: reader } = useWords();
  const { draft, change, error } = form;
  const [language, setLanguage] = useState<Language>(draft.language ?? reader);
  const texts = { language, onLanguage: setLanguage, maxLength: longest };

  return (
    <div className={css.split}>
      <div style={{ display: "grid", gap: "var(--gap-4)", minInlineSize: 0 }}>
        {before}
        <EditForm form={form} {...bar}>
          <Section title={say("manage.site_look")}>
            <TextInput
              label={say("manage.site_name")}
              description={say("manage.site_name_means")}
              required
              maxLength={80}
              {...form.text("name")}
            />
            <ColorField color={draft.color} error={error("color")} onChange={(color) => change({ color })} />
            <CornerField corner={draft.corner} onChange={(corner) => change({ corner })} />
            <Select
              label={say("manage.site_language")}
              description={say("manage.site_language_means")}
              allowDeselect={false}
              value={draft.language ?? ""}
              error={error("language")}
              onChange={(value) => {
                const chosen = (value || null) as Language | null;
                change({ language: chosen });
                if (chosen) setLanguage(chosen);
              }}
              data={[
                { value: "", label: say("manage.site_language_visitor") },
                ...languages.map((value) => ({ value, label: say(`languageName.${value}`) })),
              ]}
            />
          </Section>
          <Section title={say("manage.site_where")} lead={say("manage.site_where_lead")}>
            <OriginsField
              origins={draft.origins}
              error={error("origins")}
              onChange={(origins) => change({ origins })}
            />
          </Section>
          <Section title={say("manage.site_entry")} lead={say("manage.site_entry_lead")}>
            <Switch
              label={say("manage.nickname_form")}
              description={say("manage.nickname_form_means")}
              {...form.tick("nicknameForm")}
            />
            <Switch
              label={say("manage.consent")}
              description={say("manage.consent_means")}
              checked={draft.consent.enabled}
              onChange={(event) => change({ consent: { ...draft.consent, enabled: event.currentTarget.checked } })}
            />
            {draft.consent.enabled && (
              <TextsField
                label={say("manage.consent_text")}
                standard="site.consent"
                texts={draft.consent.text}
                error={error("consent")}
                onChange={(text) => change({ consent: { ...draft.consent, text } })}
                {...texts}
              />
            )}
            <Switch
              label={say("manage.store_later")}
              description={say("manage.store_later_means")}
              {...form.tick("storeOnlyAfterOpening")}
            />
          </Section>
          <Section title={say("manage.site_words")} lead={say("manage.site_words_lead")}>
            <Select
              label={say("manage.greeting_when")}
              allowDeselect={false}
              value={draft.greeting.when}
              onChange={(when) =>
                change({ greeting: { ...draft.greeting, when: when as SiteFields["greeting"]["when"] } })
              }
              data={whens.map((value) => ({ value, label: say(`manage.greeting_${value}`) }))}
            />
            {draft.greeting.when !== "off" && (
              <TextsField
                label={say("manage.greeting")}
                standard="site.greeting"
                texts={draft.greeting.text}
                error={error("greeting")}
                onChange={(text) => change({ greeting: { ...draft.greeting, text } })}
                {...texts}
              />
            )}
            <Switch
              label={say("manage.notice")}
              description={say("manage.notice_means")}
              checked={draft.notice.enabled}
              onChange={(event) => change({ notice: { ...draft.notice, enabled: event.currentTarget.checked } })}
            />
            {draft.notice.enabled && (
              <TextsField
                label={say("manage.notice_text")}
                standard="site.notice"
                texts={draft.notice.text}
                error={error("notice")}
                onChange={(text) => change({ notice: { ...draft.notice, text } })}
                {...texts}
              />
            )}
            <Select
              label={say("manage.nobody_first")}
              description={say("manage.nobody_first_means")}
              allowDeselect={false}
              value={draft.nobody.first}
              error={error("nobody.first")}
              onChange={(first) => change({ nobody: { ...draft.nobody, first: first as NobodyFirst } })}
              data={(["form", "popup"] as const).map((value) => ({
                value,
                label: say(`manage.nobody_first_${value}`),
              }))}
            />
            <TextsField
              label={say("manage.nobody_text")}
              standard="site.nobody"
              texts={draft.nobody.text}
              error={error("nobody")}
              onChange={(text) => change({ nobody: { ...draft.nobody, text } })}
              {...texts}
            />
          </Section>
        </EditForm>
        {after}
      </div>
      <SitePreview site={draft} language={language} />
    </div>
  );
}
