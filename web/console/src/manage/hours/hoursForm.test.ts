import type { Calendar } from "@genkan/client/types";
import { describe, expect, it } from "vitest";
import { bodyOf, checkCalendar, fieldsOf, newCalendar, nextSpan, spanOf, weekOf, withDates } from "./hoursForm";

const office: Calendar = {
  id: "1",
  name: "Office",
  zone: "Europe/Istanbul",
  week: weekOf((weekday) => (weekday === "friday" ? [{ from: 1320, to: 1560 }] : [{ from: 540, to: 1440 }])),
  exceptions: [{ date: "2026-10-29", name: "Cumhuriyet Bayramı", spans: [] }],
  open: true,
  nextChangeAt: null,
  sites: ["b", "a"],
  departments: [],
  createdAt: 0,
};

describe("the fields of a calendar", () => {
  it("go to the server as they came from it", () => {
    const { name, zone, week, exceptions } = office;
    expect(bodyOf(fieldsOf(office))).toEqual({ name, zone, week, exceptions });
  });

  it("show midnight as 00:00 and what goes over it as the next day", () => {
    const fields = fieldsOf(office);
    expect(fields.week.monday).toEqual([{ from: "09:00", to: "00:00", next: false }]);
    expect(fields.week.friday).toEqual([{ from: "22:00", to: "02:00", next: true }]);
    expect(spanOf({ from: "22:00", to: "00:00", next: true })).toEqual({ from: 1320, to: 1440 });
  });

  it("are not sent while an end is not after its beginning or a time is missing", () => {
    const week = { ...newCalendar("UTC").week, tuesday: [{ from: "18:00", to: "09:00", next: false }] };
    expect(checkCalendar({ ...newCalendar("UTC"), name: "Any", week })["week.tuesday"]?.[0]?.code).toBe(
      "hours_end_before_begin",
    );
    const none = {
      ...newCalendar("UTC"),
      exceptions: [{ date: "", name: "", spans: [{ from: "", to: "", next: false }] }],
    };
    expect(Object.keys(checkCalendar(none))).toEqual(["name", "exceptions.0.date", "exceptions.0.spans"]);
  });

  it("say which date stands there twice", () => {
    const one = { date: "2026-05-01", name: "", spans: [] };
    const fields = { ...newCalendar("UTC"), name: "Any", exceptions: [one, { ...one }] };
    expect(checkCalendar(fields)).toEqual({ "exceptions.1.date": [{ code: "date_twice", message: "" }] });
  });

  it("offer an afternoon after a morning", () => {
    expect(nextSpan([])).toEqual({ from: "09:00", to: "18:00", next: false });
    expect(nextSpan([{ from: "09:00", to: "12:00", next: false }])).toEqual({
      from: "13:00",
      to: "17:00",
      next: false,
    });
  });

  it("take holidays in among the dates there are, each once", () => {
    const there = [{ date: "2026-05-01", name: "Ours", spans: [{ from: "10:00", to: "12:00", next: false }] }];
    const all = withDates(there, [
      { date: "2026-05-01", name: "Theirs" },
      { date: "2026-01-01", name: "New Year" },
    ]);
    expect(all.map(({ name }) => name)).toEqual(["New Year", "Ours"]);
  });
});
