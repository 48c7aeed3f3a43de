import { api } from "../../session/api";

export interface Mail {
  state: "ready" | "off" | "incomplete";
  problems: { setting: string; why: "missing" | "invalid" | "unprotected" }[];
  server: string | null;
  tls: "none" | "startTls" | "tls" | null;
  signsIn: boolean;
  from: string | null;
}

/** A letter that has not got there. */
export interface StuckLetter {
  id: string;
  kind: string;
  to: string;
  state: "waiting" | "failed";
  createdAt: number;
  attempts: number;
  triedAt: number | null;
  why: string | null;
  reply: string | null;
}

export interface Trial {
  sent: boolean;
  why: string | null;
  reply: string | null;
}

export const mailKey = ["manage", "installation", "mail"] as const;
export const lettersKey = ["manage", "installation", "letters"] as const;
export const settingsKey = ["manage", "installation", "settings"] as const;

export const fetchMail = (signal: AbortSignal) => api<Mail>("GET", "/api/mail", { signal });
export const fetchLetters = (signal: AbortSignal) =>
  api<{ items: StuckLetter[] }>("GET", "/api/mail/letters", { signal }).then(({ items }) => items);
export const fetchSettings = (signal: AbortSignal) =>
  api<{ registration: boolean }>("GET", "/api/installation", { signal });
