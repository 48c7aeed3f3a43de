import { newId } from "@genkan/client/ids";
import type { Site } from "@genkan/client/types";
import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { useLocation } from "wouter";
import { api } from "../../session/api";
import { useSay } from "../../words/Words";
import { leave } from "../form/unsaved";
import { useForm } from "../form/useForm";
import { Page } from "../Page";
import { SiteFieldsForm } from "./SiteFieldsForm";
import { checkSite, newSite, type SiteFields } from "./siteForm";
import { keepSite } from "./siteQueries";

export function NewSitePage() {
  const say = useSay();
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const id = useMemo(() => newId(), []);
  const value = useMemo(newSite, []);
  const form = useForm<SiteFields>({
    value,
    check: checkSite,
    notice: say("manage.site_added"),
    async save(_changed, draft) {
      keepSite(queries, await api<Site>("POST", "/api/sites", { body: { id, ...draft, name: draft.name.trim() } }));
      return draft;
    },
    // The code to put on the pages is what one wants next.
    onSaved: () => navigate(`/manage/sites/${id}`, { replace: true }),
  });

  return (
    <Page
      wide
      title={say("manage.add_site")}
      lead={say("manage.add_site_lead")}
      back={{ to: "/manage/sites", words: say("manage.sites") }}
    >
      <SiteFieldsForm
        form={form}
        saveWords={say("manage.add_site")}
        onCancel={() => leave(() => navigate("/manage/sites"))}
      />
    </Page>
  );
}
