import type { Site } from "@genkan/client/types";
import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { Link } from "wouter";
import { IconLink } from "../../look/icons";
import { api } from "../../session/api";
import { useSay } from "../../words/Words";
import { CopyField } from "../CopyField";
import { Deleting } from "../Deleting";
import { useForm } from "../form/useForm";
import { Fetched, Page, Section } from "../Page";
import css from "../parts.module.css";
import { EntryCounts } from "./EntryCounts";
import { SiteFieldsForm } from "./SiteFieldsForm";
import { checkSite, type SiteFields, siteFieldsOf } from "./siteForm";
import { dropSite, keepSite, useSite } from "./siteQueries";

export function SitePage({ id }: { id: string }) {
  const say = useSay();
  const query = useSite(id);
  return (
    <Page
      wide
      title={query.data?.name ?? say("manage.site")}
      back={{ to: "/manage/sites", words: say("manage.sites") }}
    >
      <Fetched query={query}>{(site) => <SiteForm site={site} />}</Fetched>
    </Page>
  );
}

function SiteForm({ site }: { site: Site }) {
  const queries = useQueryClient();
  const value = useMemo(() => siteFieldsOf(site), [site]);
  const form = useForm<SiteFields>({
    value,
    check: checkSite,
    async save(changed) {
      const kept = await api<Site>("PATCH", `/api/sites/${site.id}`, { body: changed });
      keepSite(queries, kept);
      return siteFieldsOf(kept);
    },
  });
  return (
    <SiteFieldsForm
      form={form}
      before={
        <>
          <Code site={site} />
          <Serving site={site} />
        </>
      }
      after={
        <>
          <EntryCounts site={site.id} />
          <Removing site={site} />
        </>
      }
    />
  );
}

function Code({ site }: { site: Site }) {
  const say = useSay();
  return (
    <Section title={say("manage.code")}>
      <CopyField label={say("manage.embed_code")} value={site.embedCode} note={say("manage.embed_code_means")} />
      <CopyField label={say("manage.chat_page")} value={site.chatUrl} note={say("manage.chat_page_means")} />
      <a className={css.back} href={site.chatUrl} target="_blank" rel="noreferrer">
        <IconLink size={16} aria-hidden="true" />
        {say("manage.chat_page_open")}
      </a>
    </Section>
  );
}

function Serving({ site }: { site: Site }) {
  const say = useSay();
  return (
    <Section title={say("manage.serving")}>
      <div className={css.danger}>
        <p className={css.soft}>{say("manage.serving_lead")}</p>
        <Button component={Link} href={`/manage/sites/${site.id}/routing`} variant="default">
          {say("manage.serving_open")}
        </Button>
      </div>
    </Section>
  );
}

function Removing({ site }: { site: Site }) {
  const say = useSay();
  const queries = useQueryClient();
  const button = say("manage.delete_site");
  return (
    <Section title={button}>
      <Deleting
        path={`/api/sites/${site.id}`}
        list="/manage/sites"
        words={{
          button,
          means: say("manage.delete_site_means"),
          title: say("manage.delete_site_title", { name: site.name }),
          done: say("manage.site_deleted", { name: site.name }),
        }}
        onDeleted={() => dropSite(queries, site.id)}
      />
    </Section>
  );
}
