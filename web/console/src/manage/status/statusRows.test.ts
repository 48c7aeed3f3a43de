import { describe, expect, it } from "vitest";
import { bytes, type InstallationStatus, statusRows } from "./statusRows";

const say = (key: string, values?: Record<string, unknown>) => (values ? `${key} ${JSON.stringify(values)}` : key);
const status: InstallationStatus = {
  version: "1.0.0",
  startedAt: 0,
  engine: "SQLite 3.50.4",
  databaseBytes: 352_256,
  freeBytes: null,
  organisations: 1200,
  staffStreams: 3,
  visitorStreams: 10_000,
  messagesPerMinute: 42,
  waitingWrites: 0,
  overdueJobs: 0,
  oldestDueAt: null,
  givenUpJobs: 0,
  lastBackup: null,
  warnings: [],
};

describe("the page of the installation's owner", () => {
  it("words sizes as the reader's language does", () => {
    expect(bytes(999, "en")).toBe("999 byte");
    expect(bytes(352_256, "en")).toBe("352 kB");
    expect(bytes(1_400_000_000, "tr")).toBe("1,4 GB");
  });

  it("says so where something is not known or was never done", () => {
    const { server, work } = statusRows(status, say, "en", 3_600_000);
    expect(server.map(({ value }) => value)).toEqual([
      "1.0.0",
      "1 hr",
      "SQLite 3.50.4",
      "352 kB",
      "manage.status_unknown",
      "manage.status_none",
    ]);
    expect(work.map(({ value }) => value)).toEqual(["0", "0", "manage.status_none", "0"]);
  });

  it("tells a backup without keys from one with them", () => {
    const of = (withKeys: boolean) =>
      statusRows({ ...status, lastBackup: { at: 0, bytes: 5, withKeys } }, say, "en", 3_600_000).server[5]?.value;
    expect(of(true)).toContain("manage.status_backup_at");
    expect(of(false)).toContain("manage.status_backup_without_keys");
  });
});
