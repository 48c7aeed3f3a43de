import type { Id, Region } from "@genkan/client/types";

/** Visitors from these regions go to these departments. */
export interface RegionPolicy {
  id: Id;
  regions: string[];
  departments: Id[];
}

/** Who serves a site's visitors: GET and PUT /api/sites/{id}/routing. */
export interface SiteRouting {
  designation: "none" | "agents" | "departments";
  agents: Id[];
  departments: Id[];
  regions: RegionPolicy[];
  skills: string[];
  matchLanguage: boolean;
  /** Seconds; null for ever. */
  dropAfterSeconds: number | null;
  /** Who waits is told the place in the queue, and about how long it will be. */
  tellPlace: boolean;
  tellWait: boolean;
  listMode: boolean;
  hideDepartments: boolean;
  hideOffline: boolean;
}

/** What is no longer there cannot be chosen and is not sent back. */
export function pruned(
  kept: SiteRouting,
  isAgent: (id: Id) => boolean,
  isDepartment: (id: Id) => boolean,
): SiteRouting {
  return {
    ...kept,
    agents: kept.agents.filter(isAgent),
    departments: kept.departments.filter(isDepartment),
    regions: kept.regions.map((policy) => ({ ...policy, departments: policy.departments.filter(isDepartment) })),
  };
}

export const nameIn = (names: Record<string, string>, language: string): string => names[language] ?? names.en ?? "";

/** "Ningbo, Zhejiang, China": the nearest first. */
export const placeName = ({ names, path }: Region, language: string): string =>
  [names, ...path.map((above) => above.names).reverse()].map((one) => nameIn(one, language)).join(", ");

/** What was typed is an address, or so much of one that a search by name would find nothing. */
export const looksLikeAddress = (text: string): boolean =>
  /^\d{1,3}(\.\d{1,3}){3}$/.test(text.trim()) || (/^[\da-f:]+$/i.test(text.trim()) && text.split(":").length > 2);
