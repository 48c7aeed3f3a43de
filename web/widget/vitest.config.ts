import { defineConfig } from "vitest/config";

export default defineConfig({
  oxc: { jsx: { runtime: "automatic", importSource: "#draw" } },
  test: { name: "widget", environment: "happy-dom" },
});
