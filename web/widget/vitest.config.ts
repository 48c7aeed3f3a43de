import { defineConfig } from "vitest/config";

export default defineConfig({
  oxc: { jsx: { runtime: "automatic", importSource: "#draw", development: false } },
  test: { name: "widget", environment: "happy-dom" },
});
