import { newId } from "@genkan/client/ids";
import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { Link, useLocation } from "wouter";
import { IconPlus } from "../../look/icons";
import { api } from "../../session/api";
import { useSay } from "../../words/Words";
import { passwordLength } from "../agents/agentForm";
import { EditForm } from "../form/EditForm";
import { leave } from "../form/unsaved";
import { useForm } from "../form/useForm";
import { Fetched, Page, Section } from "../Page";
import css from "../parts.module.css";
import { checkOrganisation, newOrganisation, type OrganisationFields, toCreate } from "./organisationForm";

interface Organisation {
  id: string;
  name: string;
  slug: string;
}

const key = ["manage", "organisations"] as const;

export function OrganisationsPage() {
  const say = useSay();
  const query = useQuery({
    queryKey: key,
    queryFn: ({ signal }) =>
      api<{ items: Organisation[] }>("GET", "/api/organisations", { signal }).then(({ items }) => items),
  });
  return (
    <Page
      title={say("manage.organisations")}
      lead={say("manage.organisations_lead")}
      action={
        <Button component={Link} href="/manage/organisations/new" size="sm" leftSection={<IconPlus size={16} />}>
          {say("manage.add_organisation")}
        </Button>
      }
    >
      <Fetched query={query}>
        {(items) => (
          <div className={css.sheet}>
            <table className={css.table} aria-label={say("manage.organisations")}>
              <thead>
                <tr>
                  <th scope="col">{say("manage.its_name")}</th>
                  <th scope="col">{say("manage.slug")}</th>
                </tr>
              </thead>
              <tbody>
                {items.map((one) => (
                  <tr key={one.id}>
                    <td dir="auto">{one.name}</td>
                    <td className={css.soft} translate="no">
                      {one.slug}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Fetched>
    </Page>
  );
}

export function NewOrganisationPage() {
  const say = useSay();
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const id = useMemo(() => newId(), []);
  const value = useMemo(newOrganisation, []);
  const list = () => navigate("/manage/organisations");
  const form = useForm<OrganisationFields>({
    value,
    check: checkOrganisation,
    limits: { min: passwordLength },
    notice: say("manage.organisation_added"),
    async save(_changed, draft) {
      await api("POST", "/api/organisations", { body: toCreate(id, draft) });
      void queries.invalidateQueries({ queryKey: key });
      return draft;
    },
    onSaved: list,
  });
  // The server names the owner's fields as they are nested in the body.
  const owner = (field: "ownerName" | "email" | "password", nested: string) => {
    const own = form.text(field);
    return { ...own, error: own.error ?? form.error(`owner.${nested}`) };
  };

  return (
    <Page
      title={say("manage.add_organisation")}
      lead={say("manage.add_organisation_lead")}
      back={{ to: "/manage/organisations", words: say("manage.organisations") }}
    >
      <EditForm form={form} saveWords={say("manage.add_organisation")} onCancel={() => leave(list)}>
        <Section title={say("manage.organisation")}>
          <div className={css.pair}>
            <TextInput label={say("manage.organisation_name")} required maxLength={80} {...form.text("name")} />
            <TextInput
              label={say("manage.slug")}
              description={say("manage.slug_means")}
              inputWrapperOrder={["label", "input", "description", "error"]}
              autoCapitalize="none"
              spellCheck={false}
              maxLength={40}
              {...form.text("slug")}
            />
          </div>
        </Section>
        <Section title={say("manage.owner")} lead={say("manage.owner_lead")}>
          <div className={css.pair}>
            <TextInput
              label={say("manage.name")}
              autoComplete="off"
              required
              maxLength={80}
              {...owner("ownerName", "name")}
            />
            <TextInput
              label={say("manage.email")}
              type="email"
              autoComplete="off"
              required
              {...owner("email", "email")}
            />
          </div>
          <PasswordInput
            label={say("manage.password")}
            description={say("manage.password_means", { min: passwordLength })}
            autoComplete="new-password"
            required
            visibilityToggleButtonProps={{ "aria-label": say("console.show_password") }}
            {...owner("password", "password")}
          />
        </Section>
      </EditForm>
    </Page>
  );
}
