import type { AgentBrief, DepartmentBrief } from "@genkan/client/types";
import { expect, it } from "vitest";
import { departmentRows } from "./departmentRows";

const department = (id: string, name: string, order: number, removed = false): DepartmentBrief => ({
  id,
  name,
  order,
  removed,
});
const agent = (id: string, departments: string[], removed = false) => ({ id, departments, removed }) as AgentBrief;

it("@AD-18 @AD-19 lists the larger number first, with how many work there", () => {
  const rows = departmentRows(
    {
      a: department("a", "After-sales", 10),
      b: department("b", "Technical", 300),
      c: department("c", "Sales", 10),
      d: department("d", "Gone", 999, true),
    },
    { n: agent("n", ["a", "b"]), w: agent("w", ["a", "d"]), x: agent("x", ["a"], true) },
  );
  expect(rows.map(({ name, people }) => [name, people])).toEqual([
    ["Technical", 1],
    ["After-sales", 2],
    ["Sales", 0],
  ]);
});
