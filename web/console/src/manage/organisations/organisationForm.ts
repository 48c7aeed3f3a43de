import { looksLikeMail, passwordLength } from "../agents/agentForm";
import type { FieldErrors } from "../form/form";

export interface OrganisationFields {
  name: string;
  /** Empty: the server makes one from the name. */
  slug: string;
  ownerName: string;
  email: string;
  password: string;
}

export const newOrganisation = (): OrganisationFields => ({
  name: "",
  slug: "",
  ownerName: "",
  email: "",
  password: "",
});

export function checkOrganisation(fields: OrganisationFields): FieldErrors {
  const errors: FieldErrors = {};
  for (const field of ["name", "ownerName", "email"] as const)
    if (!fields[field].trim()) errors[field] = [{ code: "required", message: "" }];
  if (fields.email.trim() && !looksLikeMail(fields.email)) errors.email = [{ code: "email_invalid", message: "" }];
  if (fields.slug && !/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(fields.slug))
    errors.slug = [{ code: "slug_invalid", message: "" }];
  if (fields.password.length < passwordLength) errors.password = [{ code: "password_weak", message: "" }];
  return errors;
}

export function toCreate(id: string, fields: OrganisationFields): Record<string, unknown> {
  return {
    id,
    name: fields.name.trim(),
    ...(fields.slug && { slug: fields.slug }),
    owner: { name: fields.ownerName.trim(), email: fields.email.trim(), password: fields.password },
  };
}
