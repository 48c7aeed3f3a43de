import { expect, it } from "vitest";
import { toCalls } from "./settingsCalls";

it("@RT-08 switches the typing preview, and touches nothing else", () => {
  expect(toCalls({ typingPreview: false }).map(({ method, path, body }) => [method, path, body])).toEqual([
    ["PUT", "/api/settings/conversations", { typingPreview: false }],
  ]);
});

it("@CF-31 sets the name members sign in with", () => {
  expect(toCalls({ signInBy: "email" })[0]).toMatchObject({
    path: "/api/settings/signin",
    body: { by: "email" },
  });
});

it("@CF-24 sets who answers left messages", () => {
  expect(toCalls({ leftMessagesBy: "admins" })[0]).toMatchObject({
    path: "/api/settings/leftmessages",
    body: { answeredBy: "admins" },
  });
});

it("saves nothing where nothing differs", () => {
  expect(toCalls({})).toEqual([]);
});
