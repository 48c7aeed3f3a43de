import type { Agent, Id, Permission, Role } from "@genkan/client/types";
import type { FieldErrors } from "../form/form";

/** What stands in the fields; an empty text means "none". */
export interface AgentFields {
  name: string;
  userName: string;
  email: string;
  nickname: string;
  role: Role;
  permissions: Permission[];
  /** Conversations at a time; an empty field is the organisation's ceiling. */
  limit: number | "";
  departments: Id[];
  /** null: every site. */
  sites: Id[] | null;
  languages: string[];
  skills: string[];
  password: string;
  /** A new person gets a link to choose the password, instead of one we define. */
  invite: boolean;
}

export const permissions: readonly Permission[] = [
  "conversations.chat",
  "conversations.all",
  "leftMessages.read",
  "leftMessages.reply",
  "agents.manage",
  "sites.manage",
  "settings.manage",
  "audit.read",
];

/** Chat work, own conversations and what was left for whoever comes next; an admin has everything. */
export const permissionsOf = (role: Role): Permission[] =>
  role === "admin" ? [...permissions] : ["conversations.chat", "leftMessages.read", "leftMessages.reply"];

/** The server refuses shorter ones; saying so beforehand saves a round. */
export const passwordLength = 10;

export function newAgent(): AgentFields {
  return {
    name: "",
    userName: "",
    email: "",
    nickname: "",
    role: "agent",
    permissions: permissionsOf("agent"),
    limit: "",
    departments: [],
    sites: null,
    languages: [],
    skills: [],
    password: "",
    invite: true,
  };
}

export function fieldsOf(agent: Agent): AgentFields {
  return {
    name: agent.name,
    userName: agent.userName,
    email: agent.email ?? "",
    nickname: agent.nickname ?? "",
    role: agent.role,
    permissions: inOrder(agent.permissions),
    limit: agent.limit ?? "",
    departments: agent.departments,
    sites: agent.sites,
    languages: agent.languages,
    skills: agent.skills,
    password: "",
    invite: false,
  };
}

/** Ticks follow the role; single ones are then set apart from it. */
export const withRole = (role: Role): Pick<AgentFields, "role" | "permissions"> => ({
  role,
  permissions: permissionsOf(role),
});

export function withPermission(
  fields: AgentFields,
  permission: Permission,
  given: boolean,
): Pick<AgentFields, "permissions"> {
  const others = fields.permissions.filter((one) => one !== permission);
  return { permissions: inOrder(given ? [...others, permission] : others) };
}

/** A user name to begin with, from the address or the name, in letters every keyboard has. */
export function suggestedUserName(name: string, email: string): string {
  const from = email.includes("@") ? (email.split("@")[0] ?? "") : name;
  return from
    .toLowerCase()
    .normalize("NFKD")
    .replace(/\p{Mark}/gu, "")
    .replaceAll("ı", "i")
    .replace(/[^a-z0-9._-]+/g, ".")
    .replace(/^\.+|\.+$/g, "")
    .slice(0, 60);
}

/** What can be told without asking the server. */
export function checkNewAgent(fields: AgentFields): FieldErrors {
  const errors: FieldErrors = {};
  if (!fields.name.trim()) errors.name = [{ code: "required", message: "" }];
  if (!fields.userName.trim()) errors.userName = [{ code: "required", message: "" }];
  if (fields.email.trim() && !looksLikeMail(fields.email)) errors.email = [{ code: "email_invalid", message: "" }];
  if (fields.invite && !fields.email.trim()) errors.email = [{ code: "required", message: "" }];
  if (!fields.invite && fields.password.length < passwordLength)
    errors.password = [{ code: "password_weak", message: "" }];
  return errors;
}

export const looksLikeMail = (text: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text.trim());

export function toCreate(id: string, fields: AgentFields): Record<string, unknown> {
  return {
    id,
    name: fields.name.trim(),
    userName: fields.userName.trim(),
    role: fields.role,
    permissions: fields.permissions,
    ...(fields.email.trim() && { email: fields.email.trim() }),
    ...(fields.nickname.trim() && { nickname: fields.nickname.trim() }),
    ...(!fields.invite && { password: fields.password }),
    ...(fields.limit !== "" && { limit: fields.limit }),
    ...(fields.departments.length > 0 && { departments: fields.departments }),
    ...(fields.sites && { sites: fields.sites }),
    ...(fields.languages.length > 0 && { languages: fields.languages }),
    ...(fields.skills.length > 0 && { skills: fields.skills }),
  };
}

/** An emptied address or nickname is sent as an empty text, which takes it away; what is absent stays. */
export function toPatch(changed: Partial<AgentFields>): Record<string, unknown> {
  const { invite: _, password, limit, ...rest } = changed;
  const trimmed = Object.entries(rest).map(([field, value]) => [
    field,
    typeof value === "string" ? value.trim() : value,
  ]);
  return {
    ...Object.fromEntries(trimmed),
    ...(password && { password }),
    ...(limit !== undefined && { limit: limit === "" ? null : limit }),
  };
}

const inOrder = (given: readonly Permission[]): Permission[] => permissions.filter((one) => given.includes(one));
