// Weighs what a browser fetches against sizes.json and fails the build when a budget is exceeded.
// A budget names files under dist/, and, by Vite's manifest, entries with everything they import at once;
// `plusLargestOf` adds the heaviest of the lazily loaded chunks whose source matches (one language, not all).
// `kinds` narrows to file endings, e.g. ["js"] for script only.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const web = join(dirname(fileURLToPath(import.meta.url)), "..");
const dist = join(web, "dist");
const { budgets } = JSON.parse(readFileSync(join(web, "sizes.json"), "utf8"));

const weigh = (file) => gzipSync(readFileSync(join(dist, file)), { level: 9 }).length;
let failed = false;
for (const budget of budgets) {
  try {
    const total = filesOf(budget).reduce((sum, file) => sum + weigh(file), 0);
    const over = total > budget.gzip;
    failed ||= over;
    console.log(`${over ? "TOO BIG" : "ok     "} ${total} of ${budget.gzip} bytes gzip: ${budget.name}`);
  } catch (error) {
    failed = true;
    console.log(`FAILED  ${budget.name}: ${error.message}`);
  }
}
process.exitCode = failed ? 1 : 0;

function filesOf(budget) {
  const files = new Set(budget.files ?? []);
  if (budget.manifest) {
    const path = join(dist, budget.manifest);
    if (!existsSync(path)) throw new Error(`${budget.manifest} is not built`);
    const manifest = JSON.parse(readFileSync(path, "utf8"));
    const base = budget.manifest.includes("/") ? `${dirname(budget.manifest)}/` : "";
    const seen = new Set();
    for (const entry of budget.entries) collect(manifest, entry, seen);
    if (budget.plusLargestOf) collect(manifest, largest(manifest, budget.plusLargestOf, base, seen), seen);
    for (const key of seen) {
      const chunk = manifest[key];
      for (const file of [chunk.file, ...(chunk.css ?? [])]) files.add(base + file);
    }
  }
  const list = [...files].filter((file) => !budget.kinds || budget.kinds.some((kind) => file.endsWith(`.${kind}`)));
  if (list.length === 0) throw new Error("names no file");
  return list;
}

function collect(manifest, key, seen) {
  if (seen.has(key)) return;
  if (!manifest[key]) throw new Error(`${key} is not in the manifest`);
  seen.add(key);
  for (const imported of manifest[key].imports ?? []) collect(manifest, imported, seen);
}

function largest(manifest, pattern, base, seen) {
  const expression = new RegExp(pattern);
  const keys = Object.keys(manifest).filter((key) => expression.test(manifest[key].src ?? key) && !seen.has(key));
  if (keys.length === 0) throw new Error(`nothing matches ${pattern}`);
  return keys.sort((a, b) => weigh(base + manifest[b].file) - weigh(base + manifest[a].file))[0];
}
