// Builds dist/widget: the loader as one ECMAScript 5 file, and the window: one script, one style sheet, one file of
// words per language, all named by their content, with a manifest for tools/sizes.mjs.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "acorn";
import { build, transform } from "esbuild";
import { minify } from "terser";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "../dist/widget");
const languages = ["en", "tr", "ja", "zh-Hans", "zh-Hant"];
const textsOf = (language) => JSON.parse(readFileSync(join(here, `../../texts/${language}.json`), "utf8"));

// As `Word` in the loader says.
const buttonWords = ["away", "waiting", "serving", "unread", "unreachable"];

/** Problems and field errors come worded from the server. */
const inWindow = (key) => /^(widget|line|languageName)\./.test(key) && !key.startsWith("widget.button.");

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(join(dist, "assets"), { recursive: true });
  writeFileSync(join(dist, "widget.js"), await loader());
  await window();
}

export async function loader() {
  const words = Object.fromEntries(
    languages.map((language) => {
      const texts = textsOf(language);
      return [language, buttonWords.map((key) => texts[`widget.button.${key}`])];
    }),
  );
  const { outputFiles } = await build({
    entryPoints: [join(here, "src/loader/loader.ts")],
    bundle: true,
    write: false,
    target: "es5",
    charset: "utf8",
    define: { WORDS: JSON.stringify(words) },
  });
  const { code } = await minify(outputFiles[0].text, { ecma: 5, toplevel: true, compress: { passes: 3 } });
  // The promise to old browsers: it parses, whatever they can do after that.
  parse(code, { ecmaVersion: 5 });
  return code;
}

async function window() {
  const { outputFiles } = await build({
    entryPoints: { main: join(here, "src/window/main.tsx") },
    bundle: true,
    splitting: true,
    format: "esm",
    write: false,
    outdir: join(dist, "assets"),
    charset: "utf8",
    target: ["chrome94", "firefox93", "safari15.4"],
    jsx: "automatic",
    jsxImportSource: "#draw",
    plugins: [{ name: "only the window's words", setup: onlyWindowWords }],
  });
  const manifest = {};
  const names = new Map();
  const put = (key, file, content) => {
    const hash = createHash("sha256").update(content).digest("hex").slice(0, 8);
    const name = `${file.replace(extname(file), "")}-${hash}${extname(file)}`;
    writeFileSync(join(dist, "assets", name), content);
    manifest[key] = { file: `assets/${name}`, src: key };
    return name;
  };

  const style = put("style", "main.css", await smallStyle(outputFiles.find(({ path }) => path.endsWith(".css")).text));
  for (const { path, text } of outputFiles) {
    const language = /^(.+)-\w+\.js$/.exec(basename(path))?.[1];
    if (!path.endsWith(".js") || path.endsWith("/main.js")) continue;
    names.set(basename(path), put(`texts/${language}`, `${language}.js`, await small(text)));
  }
  let main = outputFiles.find(({ path }) => path.endsWith("main.js")).text;
  for (const [from, to] of names) main = main.replaceAll(from, to);
  const script = put("frame.html", "main.js", await small(main));
  manifest["frame.html"].css = [`assets/${style}`];

  const page = readFileSync(join(here, "frame.html"), "utf8")
    .replace("{style}", `/widget/assets/${style}`)
    .replace("{script}", `/widget/assets/${script}`);
  // The plain chat page is the same window without a page around it.
  for (const name of ["frame.html", "chat.html"]) writeFileSync(join(dist, name), page);
  writeFileSync(join(dist, "manifest.json"), JSON.stringify(manifest, null, 2));
}

/** Every byte counts on other people's pages: members that begin with an underscore are private and shortened too. */
async function small(code) {
  const { code: minified } = await minify(code, {
    module: true,
    ecma: 2020,
    compress: { passes: 3, unsafe_arrows: true, unsafe_methods: true },
    mangle: { properties: { regex: /^_[a-z]\w+/i } },
  });
  return minified;
}

async function smallStyle(css) {
  return (await transform(css, { loader: "css", minify: true })).code;
}

function onlyWindowWords({ onLoad }) {
  onLoad({ filter: /[\\/]texts[\\/][\w-]+\.json$/ }, ({ path }) => {
    const texts = Object.entries(textsOf(basename(path, ".json"))).filter(([key]) => inWindow(key));
    return { contents: `export default ${JSON.stringify(Object.fromEntries(texts))}`, loader: "js" };
  });
}
