import { applyPage } from "@genkan/client/conversationState";
import type { Desk, Id, Message, MessagePage, StreamEvent } from "@genkan/client/types";
import { expect, it } from "vitest";
import { applyStreamEvent, changeTalk, type DeskState, fromSnapshot } from "./deskState";

// Recorded from the real server by StateRecordingTests, one file for each thing that can happen.
interface Look {
  desk: Desk;
  pages: Record<Id, MessagePage<Message>>;
}
interface Recording {
  staff: { me: Id; before: Look; events: StreamEvent[]; after: Look }[];
}

const recordings = import.meta.glob<Recording>("../../../../tests/recordings/*.json", {
  eager: true,
  import: "default",
});

/** What a fresh look shows; with the talks opened, or only as rows. */
function look({ desk, pages }: Look, me: Id, opened: boolean): DeskState {
  let state = fromSnapshot(desk, me);
  if (opened)
    for (const [id, page] of Object.entries(pages)) state = changeTalk(state, id, (talk) => applyPage(talk, page));
  return state;
}

/** Of a talk nobody opened only the row counts: its messages are fetched when somebody does. So they are of one that came since. */
function shown(state: DeskState, opened: boolean, before: DeskState): unknown {
  const { seq: _, ...rest } = state;
  const talks = Object.fromEntries(
    Object.entries(state.talks).map(([id, { messages, ...talk }]) => [
      id,
      opened && before.talks[id] ? { ...talk, messages } : talk,
    ]),
  );
  return { ...rest, talks };
}

it("there are recordings", () => expect(Object.keys(recordings).length).toBeGreaterThan(20));

it.each(Object.entries(recordings))(
  "@RT-30 what the desk showed and the events since make what a fresh look shows: %s",
  (_, { staff }) => {
    for (const { me, before, events, after } of staff) {
      for (const opened of [true, false]) {
        const old = look(before, me, opened);
        const state = events.reduce(applyStreamEvent, old);
        expect(shown(state, opened, old)).toEqual(shown(look(after, me, opened), opened, old));
      }
    }
  },
);
