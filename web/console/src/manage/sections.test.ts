import { describe, expect, it } from "vitest";
import { openAreas } from "../frame/areas";
import type { Right } from "../session/SessionProvider";
import { openSections, sectionAt } from "./sections";

const holding =
  (...rights: Right[]) =>
  (right: Right) =>
    rights.includes(right);
const paths = (...rights: Right[]) => openSections(holding(...rights)).map(({ path }) => path);
const doors = (...rights: Right[]) => openAreas(holding(...rights)).map(({ path }) => path);

describe("the doors of the management centre", () => {
  it("@AD-01 has none for who only chats", () => {
    expect(paths("conversations.chat", "leftMessages.read")).toEqual([]);
    expect(doors("conversations.chat")).not.toContain("manage");
  });

  it("@AD-01 opens each to who holds its right, and that one alone", () => {
    expect(paths("agents.manage")).toEqual(["agents", "departments"]);
    expect(paths("sites.manage", "settings.manage")).toEqual([
      "statuses",
      "sites",
      "hours",
      "routing",
      "settings",
      "security",
    ]);
    expect(doors("sites.manage")).toContain("manage");
    expect(paths("audit.read")).toEqual(["audit"]);
  });

  it("@SP-07 keeps the organisations of the installation to its owner", () => {
    expect(paths("agents.manage", "sites.manage", "settings.manage")).not.toContain("organisations");
    expect(paths("installationOwner")).toEqual(["organisations", "status", "installation"]);
    expect(doors("installationOwner")).toContain("manage");
  });

  it("knows whose an address is, with everything below it", () => {
    expect(sectionAt("/manage/agents")?.path).toBe("agents");
    expect(sectionAt("/manage/sites/new")?.path).toBe("sites");
    expect(sectionAt("/manage/agentsandmore")).toBeUndefined();
  });
});
