import { vi } from "vitest";

export interface Asked {
  url: URL;
  headers: Record<string, string>;
  signal: AbortSignal;
  /** Answers as a stream and gives the pen to write it. */
  stream(): Pen;
  json(value: unknown): void;
  status(status: number, headers?: Record<string, string>): void;
  fail(): void;
}
export interface Pen {
  frame(event: string, data: unknown, id?: string): void;
  end(): void;
  fail(): void;
}

/** Plays the server's side of `fetch`: each request waits in `asked` until the test answers it. */
export function fakeServer() {
  const asked: Asked[] = [];
  const fetch = vi.fn<typeof globalThis.fetch>(
    (url, init) =>
      new Promise((resolve, reject) => {
        const signal = init!.signal ?? new AbortController().signal;
        signal.addEventListener("abort", () => reject(new DOMException("aborted", "AbortError")));
        asked.push({
          url: new URL(String(url), "http://server"),
          headers: { ...(init!.headers as Record<string, string>) },
          signal,
          stream() {
            let writer!: ReadableStreamDefaultController<Uint8Array>;
            const body = new ReadableStream({
              start(controller) {
                writer = controller;
              },
            });
            resolve(new Response(body));
            const encoder = new TextEncoder();
            signal.addEventListener("abort", () => writer.error(new DOMException("aborted", "AbortError")));
            return {
              frame: (event, data, id) =>
                writer.enqueue(
                  encoder.encode(`${id ? `id: ${id}\n` : ""}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`),
                ),
              end: () => writer.close(),
              fail: () => writer.error(new TypeError("network error")),
            };
          },
          json: (value) => resolve(new Response(JSON.stringify(value))),
          status: (status, headers) => resolve(new Response(null, { status, headers: headers ?? {} })),
          fail: () => reject(new TypeError("network error")),
        });
      }),
  );
  return { fetch, asked, last: () => asked[asked.length - 1]! };
}

/** Lets promises and what they start run, without moving the clock. */
export const settle = () => vi.advanceTimersByTimeAsync(0);
