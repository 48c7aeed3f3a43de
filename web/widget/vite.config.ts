import { basename } from "node:path";
import { defineConfig, type Plugin } from "vite";
import { needed } from "./src/window/texts/needed.ts";

/** Of a language's file a visitor fetches only what the window can say. */
const onlyNeededTexts: Plugin = {
  name: "only-needed-texts",
  enforce: "pre",
  transform(code, id) {
    if (!/[\\/]texts[\\/][\w-]+\.json$/.test(id)) return null;
    const own = Object.entries(JSON.parse(code) as Record<string, string>).filter(([key]) => needed(key));
    if (own.length === 0) throw new Error(`${basename(id)} has no words for the window`);
    return { code: JSON.stringify(Object.fromEntries(own)), map: null };
  },
};

export default defineConfig({
  base: "/widget/",
  plugins: [onlyNeededTexts],
  json: { stringify: false, namedExports: false },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: "../dist/widget",
    emptyOutDir: true,
    target: ["es2020", "chrome87", "firefox78", "safari14"],
    // Logical properties stay as they are; older browsers show a plainer window.
    cssTarget: ["chrome111", "firefox113", "safari16.2"],
    manifest: "manifest.json",
    // No preload helper: the text chunks have nothing behind them, and no polyfill script inline.
    modulePreload: false,
    assetsInlineLimit: 0,
    rollupOptions: { input: ["frame.html"] },
  },
});
