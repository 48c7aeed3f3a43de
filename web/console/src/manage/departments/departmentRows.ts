import type { AgentBrief, DepartmentBrief } from "@genkan/client/types";

export interface DepartmentRow extends DepartmentBrief {
  /** How many work in it. */
  people: number;
}

/** The order they are listed in everywhere: the larger number first, of the same number by name (AD-18). */
export const byOrder = (a: DepartmentBrief, b: DepartmentBrief): number =>
  b.order - a.order || a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1);

/** Those there are, with how many people work in each. */
export function departmentRows(
  departments: Readonly<Record<string, DepartmentBrief>>,
  agents: Readonly<Record<string, AgentBrief>>,
): DepartmentRow[] {
  const counts = new Map<string, number>();
  for (const { departments: own, removed } of Object.values(agents))
    if (!removed) for (const id of own) counts.set(id, (counts.get(id) ?? 0) + 1);
  return Object.values(departments)
    .filter(({ removed }) => !removed)
    .sort(byOrder)
    .map((department) => ({ ...department, people: counts.get(department.id) ?? 0 }));
}
