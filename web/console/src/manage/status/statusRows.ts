import type { Language } from "@genkan/client/types";
import { fullTime, length, span } from "../../words/times";
import type { Say } from "../../words/Words";

/** The answer of `GET /api/installation/status`. */
export interface InstallationStatus {
  version: string;
  startedAt: number;
  engine: string;
  databaseBytes: number;
  freeBytes: number | null;
  organisations: number;
  staffStreams: number;
  visitorStreams: number;
  messagesPerMinute: number;
  waitingWrites: number;
  overdueJobs: number;
  oldestDueAt: number | null;
  givenUpJobs: number;
  lastBackup: { at: number; bytes: number; withKeys: boolean } | null;
  warnings: string[];
}

export interface StatusRow {
  name: string;
  value: string;
}

const units = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;

/** "352 kB", "1.4 GB", in the reader's language; decimal units, as disks are sold. */
export function bytes(count: number, language: Language): string {
  const step = count < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(count) / 3));
  const amount = count / 1000 ** step;
  return new Intl.NumberFormat(language, {
    style: "unit",
    unit: units[step],
    unitDisplay: "short",
    maximumFractionDigits: step === 0 || amount >= 100 ? 0 : 1,
  }).format(amount);
}

/** What the page shows, worded, in three groups. */
export function statusRows(status: InstallationStatus, say: Say, language: Language, now: number) {
  const number = (value: number) => new Intl.NumberFormat(language).format(value);
  const row = (key: string, value: string): StatusRow => ({ name: say(`manage.status_${key}`), value });
  return {
    server: [
      row("version", status.version),
      row("uptime", length(now - status.startedAt, language)),
      row("engine", status.engine),
      row("database", bytes(status.databaseBytes, language)),
      row("free", status.freeBytes === null ? say("manage.status_unknown") : bytes(status.freeBytes, language)),
      row("backup", backup(status, say, language, now)),
    ],
    traffic: [
      row("organisations", number(status.organisations)),
      row("visitors", number(status.visitorStreams)),
      row("staff", number(status.staffStreams)),
      row("messages", number(status.messagesPerMinute)),
    ],
    work: [
      row("waiting", number(status.waitingWrites)),
      row("overdue", number(status.overdueJobs)),
      row(
        "oldest",
        status.oldestDueAt === null ? say("manage.status_none") : span(now - status.oldestDueAt, language, say),
      ),
      row("given_up", number(status.givenUpJobs)),
    ],
  };
}

function backup({ lastBackup }: InstallationStatus, say: Say, language: Language, now: number): string {
  if (!lastBackup) return say("manage.status_none");
  return say(lastBackup.withKeys ? "manage.status_backup_at" : "manage.status_backup_without_keys", {
    ago: length(now - lastBackup.at, language),
    time: fullTime(lastBackup.at, language),
    size: bytes(lastBackup.bytes, language),
  });
}
