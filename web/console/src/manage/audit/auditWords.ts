import type { AuditChange, AuditEntry } from "@genkan/client/types";
import { isBuiltIn } from "../../status/statuses";
import type { Say } from "../../words/Words";
import { clock } from "../hours/hoursForm";

/** What can be asked for alone: the beginnings of kinds, with their words. */
export const auditAreas: readonly [area: string, words: string][] = [
  ["session", "manage.audit_area_session"],
  ["password", "manage.audit_area_password"],
  ["secondFactor", "manage.second_factor"],
  ["passkey", "manage.passkeys"],
  ["recoveryCodes", "console.recovery_codes"],
  ["key", "manage.audit_area_key"],
  ["agent", "manage.audit_area_agent"],
  ["department", "manage.departments"],
  ["status", "manage.statuses"],
  ["site", "manage.audit_area_site"],
  ["calendar", "manage.audit_area_calendar"],
  ["conversation", "manage.audit_area_conversation"],
  ["settings", "manage.audit_area_settings"],
  ["organisation", "manage.audit_area_organisation"],
  ["backup", "manage.audit_area_backup"],
];

/** Fields by the words their own page has for them. */
const known: Record<string, string> = {
  accept: "manage.lets_accept",
  asOf: "manage.audit_as_of",
  automatic: "manage.lets_automatic",
  avatar: "manage.avatar_choose",
  color: "manage.color",
  consent: "manage.consent",
  corner: "manage.corner",
  departments: "manage.departments",
  disabled: "manage.disabled",
  email: "manage.email",
  exceptions: "manage.hours_dates",
  greeting: "manage.greeting",
  initialStatus: "manage.initial_status",
  language: "manage.language",
  languages: "manage.languages",
  limit: "manage.limit",
  moveTo: "manage.department_move_to",
  name: "manage.name",
  nickname: "manage.nickname",
  nicknameForm: "manage.nickname_form",
  nobody: "manage.nobody_text",
  notice: "manage.notice",
  order: "manage.department_order",
  origins: "manage.origins",
  password: "manage.password",
  people: "manage.department_people",
  permissions: "manage.permissions",
  pick: "manage.lets_pick",
  registration: "manage.registration_open",
  role: "manage.role",
  signInBy: "manage.sign_in_by",
  sites: "manage.chat_sites",
  skills: "manage.skills",
  slug: "manage.slug",
  transfer: "manage.lets_transfer",
  typingPreview: "manage.typing_preview",
  userName: "manage.user_name",
  calendar: "manage.hours_calendar",
  week: "manage.hours_week",
  zone: "manage.hours_zone",
};

/** "Greeting › tr": the first step in words, the rest as the API calls it. */
export function fieldWords(field: string, say: Say): string {
  const [top = "", ...rest] = field.split(".");
  const words = known[top];
  return [words ? say(words) : top, ...rest.filter((step) => step !== "text")].join(" › ");
}

export function valueWords(change: AuditChange, value: unknown, say: Say): string {
  if (value === null || value === undefined || value === "") return say("manage.audit_nothing");
  if (typeof value === "boolean") return say(value ? "manage.audit_yes" : "manage.audit_no");
  if (change.field === "role") return say(`manage.role_${String(value)}`);
  if (change.field === "signInBy") return say(`manage.sign_in_by_${String(value)}`);
  if (change.field === "initialStatus") return initialStatusWords(String(value), say);
  if (Array.isArray(value)) return listWords(change, value, say);
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

const initialStatusWords = (status: string, say: Say): string =>
  status === "last" ? say("manage.initial_status_last") : isBuiltIn(status) ? say(`console.status_${status}`) : status;

const listWords = (change: AuditChange, values: unknown[], say: Say): string =>
  values.length === 0
    ? say("manage.audit_nothing")
    : values
        .map((value) => (change.field === "permissions" ? say(`manage.permission_${String(value)}`) : itemWords(value)))
        .join(", ");

/** Spans as the clock shows them, a date by its day; the rest as it is. */
function itemWords(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value);
  const { from, to, date, name } = value as { from?: number; to?: number; date?: string; name?: string };
  if (typeof from === "number" && typeof to === "number") return `${clock(from)}–${clock(to)}`;
  return date ? [date, name].filter(Boolean).join(" ") : JSON.stringify(value);
}

/** Secrets leave neither value; so does a field that was erased since. */
export const isSecret = ({ before, after, personal }: AuditChange): boolean =>
  !personal && before === null && after === null;

export function actorWords({ actor }: AuditEntry, say: Say): string {
  if (actor.type === "system") return say("manage.audit_server");
  if (actor.type === "unknown") return say("manage.audit_unknown");
  return actor.name ?? say("manage.audit_somebody");
}

/** In groups of eight, so that two people can compare it over the telephone. */
export const sealWords = (head: string): string => head.match(/.{1,8}/g)?.join(" ") ?? "";
