import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

/** The language files serve every room; the console carries only the words it can show, of the window's those of the preview. */
const onlyOurWords: Plugin = {
  name: "only-our-words",
  enforce: "pre",
  transform(code, id) {
    if (!/[\\/]texts[\\/][\w-]+\.json$/.test(id)) return null;
    const words = JSON.parse(code) as Record<string, string>;
    const ours = Object.entries(words).filter(
      ([key]) => !/^(plain\.|demo\.|widget\.(?!form|head|leave|compose\.placeholder|button\.waiting))/.test(key),
    );
    return { code: JSON.stringify(Object.fromEntries(ours)), map: null };
  },
};

export default defineConfig({
  base: "/console/",
  plugins: [onlyOurWords, react()],
  css: { modules: { localsConvention: "camelCaseOnly" } },
  build: {
    outDir: "../dist/console",
    emptyOutDir: true,
    manifest: "manifest.json",
    // Inlined data: URLs would need a wider Content-Security-Policy.
    assetsInlineLimit: 0,
    // The polyfill is an inline script in older browsers' way; all that we support know modulepreload.
    modulePreload: { polyfill: false },
  },
  server: { proxy: { "/api": "http://127.0.0.1:8080", "/avatars": "http://127.0.0.1:8080" } },
});
