// Measures what the widget costs a page. Started by bin/page-speed: node measure.mjs SHOP SERVER [--runs N] [--json FILE] [--skip-lighthouse]
import { readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import puppeteer from "puppeteer-core";

const [shop, server, ...options] = process.argv.slice(2);
const option = (name) => (options.includes(name) ? options[options.indexOf(name) + 1] : undefined);
const runs = Number(option("--runs") ?? 5);
const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const flags = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-extensions"];
const throttled = 4;

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** Loads the page, opens the window, and reads what the browser noted about it. */
async function oneVisit(browser, widget) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  await page.setViewport({ width: 412, height: 823, deviceScaleFactor: 1.75 });
  if (!widget) {
    await page.setRequestInterception(true);
    page.on("request", (request) => (request.url().startsWith(server) ? request.abort() : request.continue()));
  }
  await page.emulateCPUThrottling(throttled);
  const trace = join(tmpdir(), `page-speed-${process.pid}.json`);
  await page.tracing.start({
    path: trace,
    categories: ["-*", "toplevel", "devtools.timeline", "disabled-by-default-devtools.timeline", "v8", "__metadata"],
  });
  await page.goto(shop, { waitUntil: "networkidle2" });
  await page.evaluate(() => performance.mark("loaded"));
  if (widget) {
    await page.waitForFunction(() => window.Genkan);
    await page.evaluate(() => window.Genkan.open());
    const frame = await page.waitForFrame((one) => one.url().includes("/widget/frame"));
    await frame.waitForSelector("[role=dialog] :is(input, textarea, button)", { visible: true });
    // What it still has to do after its first picture belongs to opening, too.
    await new Promise((done) => setTimeout(done, 1000));
  }
  const shifts = await page.evaluate(
    () =>
      new Promise((done) => {
        const seen = [];
        new PerformanceObserver((list) => seen.push(...list.getEntries().map(({ value }) => value))).observe({
          type: "layout-shift",
          buffered: true,
        });
        requestAnimationFrame(() => setTimeout(() => done(seen), 100));
      }),
  );
  await page.tracing.stop();
  await context.close();
  const tasks = tasksOf(JSON.parse(readFileSync(trace, "utf8")).traceEvents);
  return { shift: shifts.reduce((sum, value) => sum + value, 0), ...tasks };
}

/** What the browser calls the times in which a script runs or is made ready to. */
const scriptWork = new Set(["EvaluateScript", "FunctionCall", "v8.compile", "v8.compileModule", "v8.evaluateModule"]);

/**
 * The longest task of the page, and the longest stretch of a script of ours within one task, in milliseconds of processor time
 * under the throttle: what else the machine is doing meanwhile counts as little as can be.
 */
function tasksOf(events) {
  const from = (address) => (event) =>
    [event.args?.data?.url, event.args?.fileName].some((url) => typeof url === "string" && url.startsWith(address));
  const pages = new Set(events.filter((event) => from(shop)(event) || from(server)(event)).map(({ pid }) => pid));
  const timed = events.filter(({ pid, ph, tdur }) => pages.has(pid) && ph === "X" && tdur > 0);
  const tasks = timed.filter(({ name }) => name === "RunTask");
  const ours = timed.filter((event) => scriptWork.has(event.name) && from(server)(event));
  const within = (outer) => (inner) =>
    inner !== outer &&
    inner.tid === outer.tid &&
    inner.pid === outer.pid &&
    inner.ts >= outer.ts &&
    inner.ts + inner.dur <= outer.ts + outer.dur;
  // A call inside another one of ours is counted with it.
  const outermost = ours.filter((one) => !ours.some((other) => within(other)(one)));
  const sum = (list) => list.reduce((total, { tdur }) => total + tdur / 1000, 0);
  return {
    longest: Math.max(0, ...tasks.map(({ tdur }) => tdur / 1000)),
    ours: Math.max(0, ...tasks.map((task) => sum(outermost.filter(within(task))))),
    oursTotal: sum(outermost),
  };
}

async function visits(widget) {
  const browser = await puppeteer.launch({ executablePath, args: flags });
  const all = [];
  for (let i = 0; i < runs; i++) all.push(await oneVisit(browser, widget));
  await browser.close();
  return {
    layoutShift: Math.max(...all.map(({ shift }) => shift)),
    longestTask: {
      median: median(all.map(({ longest }) => longest)),
      worst: Math.max(...all.map(({ longest }) => longest)),
    },
    longestTaskOfOurs: { median: median(all.map(({ ours }) => ours)), worst: Math.max(...all.map(({ ours }) => ours)) },
    oursTogether: median(all.map(({ oursTotal }) => oursTotal)),
  };
}

/** The usual mobile run: a slow fourth-generation network and a processor throttled four times, both simulated. */
async function lighthouseRun(widget) {
  const { default: lighthouse } = await import("lighthouse");
  const browser = await puppeteer.launch({ executablePath, args: flags });
  const { lhr } = await lighthouse(shop, {
    port: Number(new URL(browser.wsEndpoint()).port),
    onlyCategories: ["performance"],
    logLevel: "error",
    throttling: {
      rttMs: 150,
      throughputKbps: 1638.4,
      requestLatencyMs: 562.5,
      downloadThroughputKbps: 1474.56,
      uploadThroughputKbps: 675,
      cpuSlowdownMultiplier: throttled,
    },
    ...(!widget && { blockedUrlPatterns: [`${server}/*`] }),
  });
  await browser.close();
  const number = (audit) => lhr.audits[audit].numericValue;
  return {
    score: lhr.categories.performance.score * 100,
    firstPaint: number("first-contentful-paint"),
    largestPaint: number("largest-contentful-paint"),
    blocking: number("total-blocking-time"),
    shift: number("cumulative-layout-shift"),
    speedIndex: number("speed-index"),
    bytes: number("total-byte-weight"),
    requests: lhr.audits["network-requests"].details.items.length,
  };
}

async function lighthouseRuns() {
  const sides = { without: [], with: [] };
  // In turns, so that what changes on the machine meanwhile meets both.
  for (let i = 0; i < runs; i++)
    for (const side of ["without", "with"]) sides[side].push(await lighthouseRun(side === "with"));
  const middle = (all) =>
    Object.fromEntries(Object.keys(all[0]).map((name) => [name, median(all.map((one) => one[name]))]));
  return { without: middle(sides.without), with: middle(sides.with) };
}

const report = { runs, throttled, without: await visits(false), with: await visits(true) };
if (!options.includes("--skip-lighthouse")) report.lighthouse = await lighthouseRuns();
const file = option("--json");
if (file) writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);

const ms = (value) => `${value.toFixed(0)} ms`;
const rows = [
  ["", "without", "with the widget"],
  ["Layout shift", report.without.layoutShift.toFixed(4), report.with.layoutShift.toFixed(4)],
  ...["longestTask", "longestTaskOfOurs"].map((name) => [
    name === "longestTask"
      ? "Longest task of the page, median (worst)"
      : "Longest stretch of our scripts in one task, median (worst)",
    ...["without", "with"].map((side) => `${ms(report[side][name].median)} (${ms(report[side][name].worst)})`),
  ]),
  ["All our script work together", "–", ms(report.with.oursTogether)],
];
if (report.lighthouse) {
  const { without, with: carried } = report.lighthouse;
  const row = (words, name, shown) => [`Lighthouse: ${words}`, shown(without[name]), shown(carried[name])];
  rows.push(
    row("performance", "score", (value) => value.toFixed(0)),
    row("first contentful paint", "firstPaint", ms),
    row("largest contentful paint", "largestPaint", ms),
    row("total blocking time", "blocking", ms),
    row("layout shift", "shift", (value) => value.toFixed(4)),
    row("speed index", "speedIndex", ms),
    row("bytes", "bytes", (value) => `${(value / 1024).toFixed(1)} KB`),
    row("requests", "requests", String),
  );
}
const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
for (const row of rows)
  console.log(
    row
      .map((cell, column) => cell.padEnd(widths[column]))
      .join("   ")
      .trimEnd(),
  );
