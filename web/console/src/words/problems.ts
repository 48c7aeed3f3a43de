import { ApiError } from "@genkan/client/http";
import type { Say } from "./Words";

export const codeOf = (problem: unknown): string => (problem instanceof ApiError ? problem.problem.code : "internal");

/** One sentence for what went wrong, in the reader's language. */
export function wordProblem(say: Say, problem: unknown): string {
  const key = `problem.${codeOf(problem)}`;
  const words = say(key, problem instanceof ApiError ? numbersOf(problem) : undefined);
  return words === key ? say("problem.internal") : words;
}

/** What the sentence may name, like a limit. */
function numbersOf({ problem }: ApiError): Record<string, string> {
  return Object.fromEntries(
    Object.entries(problem).flatMap(([name, value]) =>
      typeof value === "number" || typeof value === "string" ? [[name, String(value)]] : [],
    ),
  );
}

/** 422: field name to the sentence that belongs under it. The server words it, because it knows the limits. */
export function wordFields(problem: unknown): Record<string, string> {
  const errors = problem instanceof ApiError ? problem.problem.errors : undefined;
  if (!errors) return {};
  return Object.fromEntries(
    Object.entries(errors).flatMap(([field, list]) => (list[0] ? [[field, list[0].message] as const] : [])),
  );
}
