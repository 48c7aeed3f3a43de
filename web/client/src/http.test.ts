import { afterEach, expect, test, vi } from "vitest";
import { ApiError, createApi } from "./http.ts";

afterEach(() => vi.useRealTimers());

const answer = (status: number, body: string, headers: Record<string, string> = {}) =>
  vi.fn<typeof fetch>(async () => new Response(body || null, { status, headers }));

async function refusal(work: Promise<unknown>): Promise<ApiError> {
  const error = await work.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ApiError);
  return error as ApiError;
}

test("a call carries JSON, the reader's language and the credential, and no cookie beside a token", async () => {
  const fetch = answer(201, '{"id":"1","seq":4}');
  const api = createApi({ base: "http://s", language: () => "tr", authorization: () => "Visitor abc", fetch });
  expect(await api<{ seq: number }>("POST", "/x", { body: { text: "ığüş" } })).toEqual({ id: "1", seq: 4 });
  const [url, init] = fetch.mock.calls[0]!;
  expect(url).toBe("http://s/x");
  expect(init).toMatchObject({ method: "POST", body: '{"text":"ığüş"}', credentials: "omit" });
  expect(init!.headers).toMatchObject({
    "Accept-Language": "tr",
    Authorization: "Visitor abc",
    "Content-Type": "application/json",
  });
});

test("no content is no value", async () => {
  expect(await createApi({ fetch: answer(204, "") })("DELETE", "/x")).toBeUndefined();
});

test("a problem document keeps its code, its fields and Retry-After", async () => {
  const body = JSON.stringify({ code: "invalid", title: "t", errors: { name: [{ code: "required", message: "m" }] } });
  const error = await refusal(createApi({ fetch: answer(422, body, { "Retry-After": "7" }) })("POST", "/x"));
  expect(error.problem).toMatchObject({ status: 422, code: "invalid", errors: { name: [{ code: "required" }] } });
  expect(error.retryAfter).toBe(7000);
  expect(error.passing).toBe(false);
});

test.each([
  [502, "<html>bad gateway</html>", "offline", true],
  [500, "oops", "internal", true],
  [429, "", "too_many", true],
  [503, '{"code":"cannot_write"}', "cannot_write", true],
  [404, "<html>", "not_found", false],
  [200, "{broken", "offline", true],
])("an answer %i with %s reads as %s", async (status, body, code, passing) => {
  const error = await refusal(createApi({ fetch: answer(status, body) })("GET", "/x"));
  expect([error.problem.code, error.passing]).toEqual([code, passing]);
});

test("no network and no answer in time are both 'offline'", async () => {
  const broken = createApi({ fetch: () => Promise.reject(new TypeError("failed")) });
  expect((await refusal(broken("GET", "/x"))).problem).toMatchObject({ status: 0, code: "offline" });

  vi.useFakeTimers();
  const hangs = createApi({
    timeout: 5000,
    fetch: (_, init) =>
      new Promise((_, reject) => init!.signal!.addEventListener("abort", () => reject(new Error("aborted")))),
  });
  const waiting = refusal(hangs("GET", "/x"));
  await vi.advanceTimersByTimeAsync(5000);
  expect((await waiting).problem.code).toBe("offline");
});
