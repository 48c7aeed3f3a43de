import { describe, expect, it } from "vitest";
import { holidaysOf } from "./holidays";

const file = (...events: string[]) =>
  ["BEGIN:VCALENDAR", "VERSION:2.0", ...events.map((e) => `BEGIN:VEVENT\r\n${e}\r\nEND:VEVENT`), "END:VCALENDAR"].join(
    "\r\n",
  );

describe("a file of public holidays", () => {
  it("gives each whole day with its name, in order", () => {
    const text = file(
      "DTSTART;VALUE=DATE:20261029\r\nDTEND;VALUE=DATE:20261030\r\nSUMMARY:Cumhuriyet Bayramı",
      "DTSTART;VALUE=DATE:20260101\r\nSUMMARY;LANGUAGE=ja:元日",
    );
    expect(holidaysOf(text, "2026-01-01")).toEqual([
      { date: "2026-01-01", name: "元日" },
      { date: "2026-10-29", name: "Cumhuriyet Bayramı" },
    ]);
  });

  it("counts the days of a longer one, whose end is not in it, over the end of a month", () => {
    const text = file("DTSTART;VALUE=DATE:20260228\r\nDTEND;VALUE=DATE:20260303\r\nSUMMARY:Feast");
    expect(holidaysOf(text, "2026-01-01").map(({ date }) => date)).toEqual(["2026-02-28", "2026-03-01", "2026-03-02"]);
  });

  it("joins broken lines and takes escapes back", () => {
    const text = file("DTSTART;VALUE=DATE:20260501\r\nSUMMARY:Labour\\, and \r\n Solidarity\\; Day");
    expect(holidaysOf(text, "2026-01-01")[0]?.name).toBe("Labour, and Solidarity; Day");
  });

  it("leaves out hours of a day, days gone by, seasons, dates there are not, and a date that is there already", () => {
    const text = file(
      "DTSTART:20260601T090000Z\r\nSUMMARY:Meeting",
      "DTSTART;VALUE=DATE:20250101\r\nSUMMARY:Gone",
      "DTSTART;VALUE=DATE:20260601\r\nDTEND;VALUE=DATE:20260901\r\nSUMMARY:Summer",
      "DTSTART;VALUE=DATE:20260230\r\nSUMMARY:Nowhere",
      "DTSTART;VALUE=DATE:20260701\r\nSUMMARY:First",
      "DTSTART;VALUE=DATE:20260701\r\nSUMMARY:Second",
    );
    expect(holidaysOf(text, "2026-01-01")).toEqual([{ date: "2026-07-01", name: "First" }]);
  });

  it("finds nothing in what is no calendar, however long", () => {
    expect(holidaysOf("", "2026-01-01")).toEqual([]);
    expect(holidaysOf("DTSTART;VALUE=DATE:20260101\n".repeat(10_000), "2026-01-01")).toEqual([]);
    expect(holidaysOf(file(`DTSTART;VALUE=DATE:20260101\nSUMMARY:${"x".repeat(5000)}`), "")[0]?.name.length).toBe(60);
  });
});
