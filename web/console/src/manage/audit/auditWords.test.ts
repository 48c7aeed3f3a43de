import type { AuditChange, AuditEntry } from "@genkan/client/types";
import { describe, expect, it } from "vitest";
import { everything, searchOf } from "./auditQueries";
import { actorWords, fieldWords, isSecret, sealWords, valueWords } from "./auditWords";

const say = (key: string) => `<${key}>`;
const change = (field: string, before: unknown, after: unknown, personal = false): AuditChange => ({
  field,
  before,
  after,
  personal,
});
const entry = (actor: AuditEntry["actor"]): AuditEntry => ({
  seq: 1,
  at: 0,
  kind: "agent.changed",
  actor,
  key: null,
  address: null,
  subject: null,
  name: null,
  erased: false,
  changes: [],
});

describe("the audit trail in words", () => {
  it("@SP-14 names fields as their own page does, and what is unknown as the API does", () => {
    expect(fieldWords("greeting.text.tr", say)).toBe("<manage.greeting> › tr");
    expect(fieldWords("somethingNew", say)).toBe("somethingNew");
  });

  it("@SP-14 words what stands in them", () => {
    expect(valueWords(change("name", null, "Walt"), null, say)).toBe("<manage.audit_nothing>");
    expect(valueWords(change("disabled", false, true), true, say)).toBe("<manage.audit_yes>");
    expect(valueWords(change("role", "agent", "admin"), "admin", say)).toBe("<manage.role_admin>");
    expect(valueWords(change("permissions", [], ["audit.read"]), ["audit.read"], say)).toBe(
      "<manage.permission_audit.read>",
    );
    expect(valueWords(change("origins", [], []), [], say)).toBe("<manage.audit_nothing>");
  });

  it("@SP-14 tells a secret from a personal value that was erased", () => {
    expect(isSecret(change("password", null, null))).toBe(true);
    expect(isSecret(change("email", null, null, true))).toBe(false);
  });

  it("@SP-14 says who, whoever it was", () => {
    expect(actorWords(entry({ type: "agent", id: "1", name: "Nora" }), say)).toBe("Nora");
    expect(actorWords(entry({ type: "agent", id: "1", name: null }), say)).toBe("<manage.audit_somebody>");
    expect(actorWords(entry({ type: "system", id: null, name: null }), say)).toBe("<manage.audit_server>");
    expect(actorWords(entry({ type: "unknown", id: null, name: null }), say)).toBe("<manage.audit_unknown>");
  });

  it("@SP-14 asks for whole days of the reader", () => {
    expect(searchOf(everything, null)).toBe("");
    const search = new URLSearchParams(searchOf({ area: "agent", by: "", from: "2026-03-01", to: "2026-03-01" }, "40"));
    expect(search.get("kind")).toBe("agent");
    expect(search.get("after")).toBe("40");
    expect(Number(search.get("from"))).toBe(new Date(2026, 2, 1).getTime());
    expect(Number(search.get("to"))).toBe(new Date(2026, 2, 2).getTime());
  });

  it("@SP-14 writes a seal in groups", () => {
    expect(sealWords("0123456789ABCDEF01")).toBe("01234567 89ABCDEF 01");
    expect(sealWords("")).toBe("");
  });
});
