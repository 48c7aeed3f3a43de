import { afterEach, describe, expect, it, vi } from "vitest";
import { hasUnsaved, leave, leaveAnyway, markUnsaved, stay } from "./unsaved";

const form = Symbol("form");
afterEach(() => {
  markUnsaved(form, false);
  stay();
});

describe("leaving a form", () => {
  it("goes on at once when nothing would be lost", () => {
    const go = vi.fn();
    leave(go);
    expect(go).toHaveBeenCalledOnce();
  });

  it("waits for an answer while something is unsaved", () => {
    const go = vi.fn();
    markUnsaved(form, true);
    leave(go);
    expect(go).not.toHaveBeenCalled();
    leaveAnyway();
    expect(go).toHaveBeenCalledOnce();
    expect(hasUnsaved()).toBe(false);
  });

  it("forgets the way out when one stays", () => {
    const go = vi.fn();
    markUnsaved(form, true);
    leave(go);
    stay();
    expect(hasUnsaved()).toBe(true);
    markUnsaved(form, false);
    leaveAnyway();
    expect(go).not.toHaveBeenCalled();
  });
});
