import { defineConfig } from "vitest/config";

export default defineConfig({ test: { projects: ["client", "widget", "console"], passWithNoTests: true } });
