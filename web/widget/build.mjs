// Builds dist/widget: the loader as one ECMAScript 5 file, the window with Vite.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "acorn";
import { build as bundle } from "esbuild";
import { minify } from "terser";
import { build as vite } from "vite";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "../dist/widget");
// As `Word` in the loader says.
const order = ["away", "waiting", "serving", "unread", "unreachable"];

await vite({ root: here, configFile: join(here, "vite.config.ts"), logLevel: "warn" });
mkdirSync(dist, { recursive: true });
// The plain chat page is the same window without a page around it.
copyFileSync(join(dist, "frame.html"), join(dist, "chat.html"));
writeFileSync(join(dist, "widget.js"), await loader());

export async function loader() {
  const words = {};
  for (const language of ["en", "tr", "ja", "zh-Hans", "zh-Hant"]) {
    const texts = JSON.parse(readFileSync(join(here, `../../texts/${language}.json`), "utf8"));
    words[language] = order.map((key) => texts[`widget.button.${key}`]);
  }
  const { outputFiles } = await bundle({
    entryPoints: [join(here, "src/loader/loader.ts")],
    bundle: true,
    write: false,
    target: "es5",
    charset: "utf8",
    define: { WORDS: JSON.stringify(words) },
  });
  const options = {
    ecma: 5,
    compress: { passes: 3, unsafe_arrows: false },
    format: { ascii_only: false },
  };
  const { code } = await minify(outputFiles[0].text, options);
  // The promise to old browsers: it parses, whatever they can do after that.
  parse(code, { ecmaVersion: 5 });
  return code;
}
