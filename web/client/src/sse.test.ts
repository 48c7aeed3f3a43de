import fc from "fast-check";
import { expect, test } from "vitest";
import { createSseParser, type Frame } from "./sse.ts";

function parse(pieces: string[]): Frame[] {
  const frames: Frame[] = [];
  const push = createSseParser((frame) => frames.push(frame));
  for (const piece of pieces) push(piece);
  return frames;
}

const text =
  'event: hello\ndata: {"epoch":"e"}\n\n: beat\n\nid: 7\nevent: message.sent\ndata: {"a":\ndata: "日本 😀"}\n\n';
const frames = [
  { event: "hello", data: { epoch: "e" } },
  { id: "7", event: "message.sent", data: { a: "日本 😀" } },
];

test("frames are read with every kind of line end and cut anywhere", () => {
  fc.assert(
    fc.property(fc.constantFrom("\n", "\r\n", "\r"), fc.array(fc.nat(text.length * 2)), (end, cuts) => {
      // The last line end of all-CR text stays undecided until more comes.
      const whole = `${text.replaceAll("\n", end)}: x${end}`;
      const places = [0, ...cuts.map((cut) => cut % whole.length).sort((a, b) => a - b), whole.length];
      const pieces = places.slice(1).map((place, index) => whole.slice(places[index], place));
      expect(parse(pieces)).toEqual(frames);
    }),
  );
});

test("an id does not leak into the next frame, and what is not JSON is left out", () => {
  expect(parse(["id: 1\ndata: 1\n\n", "data: 2\n\n", "data: {\n\n", "data:3\n\n"])).toEqual([
    { id: "1", event: "message", data: 1 },
    { event: "message", data: 2 },
    { event: "message", data: 3 },
  ]);
});
