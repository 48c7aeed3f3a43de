import type { Problem } from "@genkan/client/types";
import { describe, expect, it } from "vitest";
import { begin, changes, errorsAt, formReducer, isChanged } from "./form";

interface Person {
  name: string;
  nickname: string;
  permissions: string[];
}
const nora: Person = { name: "Nora", nickname: "", permissions: ["conversations.chat"] };
const refusal: Problem = {
  type: "about:blank",
  title: "",
  status: 422,
  code: "invalid",
  errors: {
    name: [{ code: "required", message: "Please fill this in." }],
    nickname: [{ code: "too_long", message: "Too long." }],
  },
};

describe("a form", () => {
  it("is unchanged until something differs, and again when it is typed back", () => {
    let form = begin(nora);
    expect(isChanged(form)).toBe(false);
    form = formReducer(form, { type: "changed", patch: { name: "Nora B." } });
    expect(isChanged(form)).toBe(true);
    form = formReducer(form, { type: "changed", patch: { name: "Nora", permissions: ["conversations.chat"] } });
    expect(isChanged(form)).toBe(false);
  });

  it("sends only what differs", () => {
    const form = formReducer(begin(nora), { type: "changed", patch: { permissions: [] } });
    expect(changes(form.saved, form.draft)).toEqual({ permissions: [] });
  });

  it("keeps everything typed when the server refuses, and shows the errors at their fields", () => {
    let form = formReducer(begin(nora), { type: "changed", patch: { name: "", nickname: "N" } });
    form = formReducer(form, { type: "sending" });
    form = formReducer(form, { type: "refused", problem: refusal });
    expect(form.draft).toEqual({ ...nora, name: "", nickname: "N" });
    expect(errorsAt(form.errors, "name").map((error) => error.code)).toEqual(["required"]);
    expect(form.sending).toBeNull();
  });

  it("shows a name that is taken at its field", () => {
    const taken: Problem = { type: "about:blank", title: "", status: 409, code: "user_name_taken" };
    const form = formReducer(begin(nora), { type: "refused", problem: taken });
    expect(errorsAt(form.errors, "userName").map((error) => error.code)).toEqual(["user_name_taken"]);
  });

  it("takes an error away as soon as its field is changed, and leaves the others", () => {
    let form = formReducer(begin(nora), { type: "refused", problem: refusal });
    form = formReducer(form, { type: "changed", patch: { name: "N" } });
    expect(errorsAt(form.errors, "name")).toEqual([]);
    expect(errorsAt(form.errors, "nickname")).toHaveLength(1);
  });

  it("keeps what was typed while the answer was under way", () => {
    let form = formReducer(begin(nora), { type: "changed", patch: { name: "Nora B." } });
    form = formReducer(form, { type: "sending" });
    form = formReducer(form, { type: "changed", patch: { nickname: "Nono" } });
    form = formReducer(form, { type: "saved", value: { ...nora, name: "Nora B." } });
    expect(form.draft).toEqual({ ...nora, name: "Nora B.", nickname: "Nono" });
    expect(changes(form.saved, form.draft)).toEqual({ nickname: "Nono" });
  });

  it("follows a colleague's change where nothing was typed, and keeps what was", () => {
    let form = formReducer(begin(nora), { type: "changed", patch: { nickname: "Nono" } });
    form = formReducer(form, { type: "refreshed", value: { ...nora, name: "Nora Berg", nickname: "N." } });
    expect(form.draft).toEqual({ ...nora, name: "Nora Berg", nickname: "Nono" });
  });

  it("finds the errors of what lies inside a field", () => {
    const errors = {
      "consent.text.tr": [{ code: "too_long", message: "" }],
      "origins[1]": [{ code: "origin_invalid", message: "" }],
    };
    expect(errorsAt(errors, "consent")).toHaveLength(1);
    expect(errorsAt(errors, "origins")).toHaveLength(1);
    expect(errorsAt(errors, "con")).toHaveLength(0);
  });
});
