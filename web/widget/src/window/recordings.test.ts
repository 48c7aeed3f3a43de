/// <reference types="vite/client" />
import { applyPage, openTalk } from "@genkan/client/conversationState";
import { memoryStorage } from "@genkan/client/outbox";
import type { LeftAnswer, MessagePage, StreamEvent, VisitorConversation, VisitorMessage } from "@genkan/client/types";
import { expect, it } from "vitest";
import { isOpen, Session, type VisitorTalk } from "./session.ts";

// Recorded from the real server by StateRecordingTests, one file for each thing that can happen.
interface Look {
  answers: LeftAnswer[];
  conversation: VisitorConversation | null;
  page: MessagePage<VisitorMessage> | null;
}
interface Recording {
  visitor: { before: Look; events: StreamEvent[]; after: Look };
}

const all = import.meta.glob<Recording>("../../../../tests/recordings/*.json", { eager: true, import: "default" });
// A window that is opened anew shows no talk that is over: those begin with a running one or none.
const recordings = Object.entries(all).filter(
  ([, { visitor }]) =>
    visitor.events.length > 0 && (!visitor.before.conversation || isOpen(visitor.before.conversation)),
);

const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });

/** A server that stands still at `before` and then tells the events: what is shown can have come from nowhere else. */
function serverAt({ before, events }: { before: Look; events: StreamEvent[] }): typeof fetch {
  const frames = events.map((event, at) => `id: c${at}\nevent: ${event.kind}\ndata: ${JSON.stringify(event)}\n\n`);
  return async (input, init) => {
    const path = new URL(String(input), "http://server").pathname;
    if (path === "/visitor/visits")
      return json({
        ...visit,
        answers: before.answers,
        conversation: before.conversation && bare(before.conversation),
      });
    if (path.endsWith("/messages") && (init?.method ?? "GET") === "GET")
      return json(before.page ?? { items: [], head: 0 });
    if (path !== "/visitor/stream") return new Response(null, { status: 204 });
    const body = new ReadableStream<Uint8Array>({
      start: (pen) => {
        const text = `event: hello\ndata: {"epoch":"epoch"}\n\n${frames.join("")}event: availability\ndata: {"state":"serving"}\n\n`;
        pen.enqueue(new TextEncoder().encode(text));
      },
    });
    return new Response(body, { headers: { "Content-Type": "text/event-stream" } });
  };
}

const visit = { token: "t", store: true, visitor: "v", availability: "waiting", cursor: "c", epoch: "epoch", site: {} };

/** Without what only whole answers carry. */
function bare({ cursor: _, epoch: __, ...conversation }: VisitorConversation): VisitorConversation {
  return conversation;
}

function fresh({ conversation, page }: Look): VisitorTalk | undefined {
  if (!conversation) return undefined;
  return applyPage(openTalk<VisitorConversation, VisitorMessage>(bare(conversation)), page!);
}

it("there are recordings", () => expect(recordings.length).toBeGreaterThan(10));

it.each(recordings)(
  "@RT-30 what the window showed and the events since make what a fresh look shows: %s",
  async (name, { visitor }) => {
    let told = () => {};
    const heard = new Promise<void>((resolve) => {
      told = resolve;
    });
    let session: Session | undefined;
    session = new Session({
      site: name,
      storage: memoryStorage(),
      language: () => "en",
      trail: null,
      page: undefined,
      // The button state comes last: then everything before it was heard.
      onChange: () => {
        if (session?.availability === "serving") told();
      },
      fetch: serverAt(visitor),
    });
    await session.begin();
    await heard;
    expect(session.talk).toEqual(fresh(visitor.after));
    expect(session.answers).toEqual(visitor.after.answers);
    session.close();
  },
);
