import { describe, expect, it } from "vitest";
import { checkNewAgent, newAgent, suggestedUserName, toCreate, toPatch, withPermission, withRole } from "./agentForm";

const nora = { ...newAgent(), name: " Nora Berg ", userName: "nora", email: "nora@shop.example", nickname: "Nora" };

describe("the form of an agent", () => {
  it("@AD-10 gives an agent chat work alone, and an admin everything", () => {
    expect(newAgent().permissions).toEqual(["conversations.chat", "leftMessages.read", "leftMessages.reply"]);
    expect(withRole("admin").permissions).toHaveLength(8);
    expect(withRole("agent").permissions).toEqual(["conversations.chat", "leftMessages.read", "leftMessages.reply"]);
  });

  it("@AD-09 sets each permission on its own", () => {
    const given = withPermission(nora, "sites.manage", true);
    expect(toCreate("1", { ...nora, ...given }).permissions).toEqual([
      "conversations.chat",
      "leftMessages.read",
      "leftMessages.reply",
      "sites.manage",
    ]);
    expect(withPermission({ ...nora, ...given }, "conversations.chat", false).permissions).toEqual([
      "leftMessages.read",
      "leftMessages.reply",
      "sites.manage",
    ]);
  });

  it("@AD-11 sends the user name and the password that the admin defined", () => {
    const body = toCreate("1", { ...nora, invite: false, password: "long enough now" });
    expect(body).toMatchObject({ userName: "nora", password: "long enough now" });
  });

  it("@AD-06 sends the nickname, and takes it away when it is emptied", () => {
    expect(toCreate("1", nora).nickname).toBe("Nora");
    expect(toPatch({ nickname: "  " })).toEqual({ nickname: "" });
  });

  it("@AD-08 sends the limit as a number, and none where the field is empty", () => {
    expect(toCreate("1", nora)).not.toHaveProperty("limit");
    expect(toCreate("1", { ...nora, limit: 4 }).limit).toBe(4);
    expect(toPatch({ limit: "" })).toEqual({ limit: null });
  });

  it("@AD-14 @AD-19 sends sites and departments, and all sites as none named", () => {
    expect(toCreate("1", nora)).not.toHaveProperty("sites");
    expect(toCreate("1", { ...nora, sites: [], departments: ["d"] })).toMatchObject({ sites: [], departments: ["d"] });
    expect(toPatch({ sites: null })).toEqual({ sites: null });
  });

  it("invites without a password, and then wants an address", () => {
    expect(toCreate("1", nora)).not.toHaveProperty("password");
    expect(checkNewAgent({ ...nora, email: "" }).email?.[0]?.code).toBe("required");
    expect(checkNewAgent(nora)).toEqual({});
  });

  it("says beforehand what the server would refuse", () => {
    const errors = checkNewAgent({ ...newAgent(), email: "no mail", invite: false, password: "short" });
    expect(Object.keys(errors).sort()).toEqual(["email", "name", "password", "userName"]);
  });

  it("never sends an empty password with a change", () => {
    expect(toPatch({ password: "", name: "N" })).toEqual({ name: "N" });
  });

  it("suggests a user name that every keyboard can type", () => {
    expect(suggestedUserName("Çiğdem Işık", "")).toBe("cigdem.isik");
    expect(suggestedUserName("佐藤", "hanako@shop.example")).toBe("hanako");
    expect(suggestedUserName("佐藤", "")).toBe("");
  });
});
