import type { Problem } from "./types.ts";

/** Every refusal and every failure to reach the server; `problem.status` is 0 and `code` "offline" when there was no answer. */
export class ApiError extends Error {
  readonly problem: Problem;
  /** Milliseconds the server asked us to wait, from Retry-After. */
  readonly retryAfter: number | undefined;

  constructor(problem: Problem, retryAfter?: number) {
    super(problem.code);
    this.name = "ApiError";
    this.problem = problem;
    this.retryAfter = retryAfter;
  }

  get status(): number {
    return this.problem.status;
  }

  /** No answer, or one that says "not now": the same command may succeed later. */
  get passing(): boolean {
    const { status } = this;
    return status === 0 || status >= 500 || status === 429 || status === 408;
  }
}

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

export interface CallOptions {
  /** A JSON value, or a Blob sent as it is (avatars). */
  body?: unknown;
  signal?: AbortSignal;
  timeout?: number;
  /** Lets a small last word leave while the page is being left. */
  keepalive?: boolean;
}

export interface ApiOptions {
  /** Origin of the server without trailing slash; "" for the page's own. */
  base?: string;
  /** The reader's language, for the words of problem documents. */
  language?: () => string;
  /** The whole Authorization header; where absent the session cookie speaks. */
  authorization?: () => string | null | undefined;
  /** Milliseconds; longer than any command takes, short enough that a dead connection is noticed. */
  timeout?: number;
  fetch?: typeof fetch;
}

export type Api = <T = void>(method: Method, path: string, options?: CallOptions) => Promise<T>;

export function createApi(options: ApiOptions = {}): Api {
  return async <T>(method: Method, path: string, call: CallOptions = {}): Promise<T> => {
    const headers: Record<string, string> = { Accept: "application/json, application/problem+json" };
    const language = options.language?.();
    if (language) headers["Accept-Language"] = language;
    const authorization = options.authorization?.();
    if (authorization) headers.Authorization = authorization;

    const abort = new AbortController();
    const giveUp = () => abort.abort();
    const timer = setTimeout(giveUp, call.timeout ?? options.timeout ?? 20_000);
    call.signal?.addEventListener("abort", giveUp);
    if (call.signal?.aborted) giveUp();

    const init: RequestInit = {
      method,
      headers,
      signal: abort.signal,
      cache: "no-store",
      credentials: options.authorization ? "omit" : "same-origin",
    };
    if (call.keepalive) init.keepalive = true;
    if (call.body instanceof Blob) {
      headers["Content-Type"] = call.body.type;
      init.body = call.body;
    } else if (call.body !== undefined) {
      headers["Content-Type"] = "application/json";
      init.body = JSON.stringify(call.body);
    }
    try {
      const answer = await (options.fetch ?? fetch)((options.base ?? "") + path, init);
      const text = await answer.text();
      if (!answer.ok) throw new ApiError(readProblem(answer.status, text), retryAfterOf(answer));
      return (text ? JSON.parse(text) : undefined) as T;
    } catch (error) {
      // A broken body is a broken connection too: the outcome is unknown and asking again is safe.
      throw error instanceof ApiError ? error : new ApiError(plainProblem(0));
    } finally {
      clearTimeout(timer);
      call.signal?.removeEventListener("abort", giveUp);
    }
  };
}

/** Something in between (a proxy, a captive portal) answers without our problem document. */
const codes: Record<number, string> = {
  0: "offline",
  400: "malformed",
  401: "not_signed_in",
  403: "not_allowed",
  404: "not_found",
  413: "too_large",
  415: "unsupported_media",
  422: "invalid",
  429: "too_many",
  503: "cannot_write",
};

function readProblem(status: number, text: string): Problem {
  try {
    const problem = JSON.parse(text) as Problem;
    if (problem && typeof problem.code === "string") return { ...problem, status };
  } catch {
    // Not JSON.
  }
  return plainProblem(status);
}

function plainProblem(status: number): Problem {
  const code = codes[status] ?? (status >= 502 ? "offline" : "internal");
  return { type: "about:blank", title: code, status, code };
}

export function retryAfterOf(answer: Response): number | undefined {
  const value = answer.headers.get("Retry-After");
  if (!value) return undefined;
  const seconds = Number(value);
  const wait = Number.isNaN(seconds) ? Date.parse(value) - Date.now() : seconds * 1000;
  return Number.isNaN(wait) ? undefined : Math.max(0, wait);
}
