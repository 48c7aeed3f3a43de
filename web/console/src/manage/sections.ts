import { type ComponentType, type LazyExoticComponent, lazy } from "react";
import type { Right } from "../session/SessionProvider";

/**
 * The side menu of the management centre and its routes are read from here. A section appears for those who hold its
 * right and has nothing behind it that is not finished.
 */
export interface Section {
  /** `/console/manage/<path>`; deeper routes (`people/:id`) are the page's own. */
  path: string;
  /** Text key of the name; also what the palette searches. */
  name: string;
  /** Text key of the heading it stands under. */
  group: string;
  needs: Right;
  page: LazyExoticComponent<ComponentType>;
}

export const sections: readonly Section[] = [
  {
    path: "agents",
    name: "manage.agents",
    group: "manage.group_people",
    needs: "agents.manage",
    page: lazy(() => import("./agents/Agents")),
  },
  {
    path: "departments",
    name: "manage.departments",
    group: "manage.group_people",
    needs: "agents.manage",
    page: lazy(() => import("./departments/DepartmentsPage")),
  },
  {
    path: "statuses",
    name: "manage.statuses",
    group: "manage.group_people",
    needs: "settings.manage",
    page: lazy(() => import("./statuses/StatusesPage")),
  },
  {
    path: "sites",
    name: "manage.sites",
    group: "manage.group_chat",
    needs: "sites.manage",
    page: lazy(() => import("./sites/Sites")),
  },
  {
    path: "hours",
    name: "manage.hours",
    group: "manage.group_chat",
    needs: "settings.manage",
    page: lazy(() => import("./hours/Hours")),
  },
  {
    path: "routing",
    name: "manage.routing",
    group: "manage.group_chat",
    needs: "settings.manage",
    page: lazy(() => import("./routing/RoutingPage")),
  },
  {
    path: "settings",
    name: "manage.settings",
    group: "manage.group_organisation",
    needs: "settings.manage",
    page: lazy(() => import("./settings/SettingsPage")),
  },
  {
    path: "audit",
    name: "manage.audit",
    group: "manage.group_organisation",
    needs: "audit.read",
    page: lazy(() => import("./audit/AuditPage")),
  },
  {
    path: "security",
    name: "manage.sign_in_security",
    group: "manage.group_organisation",
    needs: "settings.manage",
    page: lazy(() => import("./security/SignInSecurityPage")),
  },
  {
    path: "organisations",
    name: "manage.organisations",
    group: "manage.group_installation",
    needs: "installationOwner",
    page: lazy(() => import("./organisations/Organisations")),
  },
  {
    path: "status",
    name: "manage.status",
    group: "manage.group_installation",
    needs: "installationOwner",
    page: lazy(() => import("./status/StatusPage")),
  },
  {
    path: "installation",
    name: "manage.installation",
    group: "manage.group_installation",
    needs: "installationOwner",
    page: lazy(() => import("./installation/InstallationPage")),
  },
];

export const openSections = (can: (right: Right) => boolean): Section[] => sections.filter(({ needs }) => can(needs));

/** The section an address under /manage belongs to, whoever asks. */
export const sectionAt = (location: string): Section | undefined =>
  sections.find(({ path }) => location === `/manage/${path}` || location.startsWith(`/manage/${path}/`));
