import { ApiError } from "@genkan/client/http";
import { wordProblem } from "../../words/problems";
import type { Say } from "../../words/Words";

export interface Refusal {
  /** By field, in the reader's language. */
  fields: Record<string, string>;
  /** One sentence about the whole, where no field says it. */
  whole: string | null;
}

/** What the server refused, for small forms without a bar of their own. */
export function refusalOf(say: Say, problem: unknown): Refusal {
  const errors = problem instanceof ApiError ? Object.entries(problem.problem.errors ?? {}) : [];
  const fields = Object.fromEntries(errors.map(([field, [first]]) => [field, first?.message ?? ""]));
  return { fields, whole: errors.length > 0 ? null : wordProblem(say, problem) };
}
