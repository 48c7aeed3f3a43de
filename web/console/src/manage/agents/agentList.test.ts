import type { Agent } from "@genkan/client/types";
import { describe, expect, it } from "vitest";
import { agentsShown } from "./agentList";

const agent = (name: string, more: Partial<Agent> = {}): Agent => ({
  id: name,
  name,
  nickname: null,
  avatar: null,
  status: "offline",
  disabled: false,
  removed: false,
  userName: name.toLowerCase(),
  email: null,
  role: "agent",
  permissions: [],
  invited: false,
  limit: null,
  departments: [],
  sites: null,
  languages: [],
  skills: [],
  createdAt: 0,
  ...more,
});
const people = [
  agent("Çiğdem Işık", { status: "away", email: "cigdem@shop.example" }),
  agent("Nora", { nickname: "Nono", status: "online", createdAt: 3 }),
  agent("佐藤 花子", { userName: "hanako", disabled: true, createdAt: 2 }),
  agent("Ilgaz", { invited: true, createdAt: 1 }),
];
const names = (search: string, order: "name" | "status" | "createdAt" = "name", descending = false) =>
  agentsShown(people, { search, order, descending }, "tr").map((one) => one.name);

describe("the list of agents", () => {
  it("@AD-05 shows all agents when nothing is searched, whatever their state", () => {
    expect(names("")).toHaveLength(4);
  });

  it("@AD-05 finds by name, nickname, user name and e-mail address", () => {
    expect(names("nono")).toEqual(["Nora"]);
    expect(names("hanako")).toEqual(["佐藤 花子"]);
    expect(names("花子")).toEqual(["佐藤 花子"]);
    expect(names("cigdem shop")).toEqual(["Çiğdem Işık"]);
    expect(names("nobody")).toEqual([]);
  });

  it("finds Turkish names with and without their dots", () => {
    expect(names("ISIK")).toEqual(["Çiğdem Işık"]);
    expect(names("ışık")).toEqual(["Çiğdem Işık"]);
    expect(names("ılgaz")).toEqual(["Ilgaz"]);
    expect(names("ilgaz")).toEqual(["Ilgaz"]);
  });

  it("sorts by who is there, and by age", () => {
    expect(names("", "status")).toEqual(["Nora", "Çiğdem Işık", "Ilgaz", "佐藤 花子"]);
    expect(names("", "createdAt", true)[0]).toBe("Nora");
  });
});
