'use strict';
// `npm run lighthouse`: Lighthouse on every page of the three demo businesses, as a phone and as a desktop see it; all
// four categories must be 100.
//
// `--ci` looks at the home pages alone, and leaves the score of performance out: it says how fast the machine was, and
// a busy one would fail what nobody has changed. Of performance it judges what is the same on every machine: bytes,
// requests, no script, nothing that moves. `--outputFile` writes the counts as jest does, for .ci/sum.js.
const { spawn, spawnSync } = require('node:child_process');
const { once } = require('node:events');
const { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { createInterface } = require('node:readline');
const { setTimeout: sleep } = require('node:timers/promises');
const { parseArgs } = require('node:util');

const ROOT = join(__dirname, '../..');
const FOLDER = join(ROOT, '.data/lighthouse');
// From 13.5 on it knows Content-Signal in robots.txt (contentsignals.org), and it needs Node 22.
const LIGHTHOUSE = '13.5.0';
const NODE = 'node@24';
// The services take the six ports above it.
const PORT = 20_000 + 10 * Math.floor(Math.random() * 1_000);
const SITES = ['harbor-plumbing', 'whitfield-moss', 'trattoria-luna'];
const DEVICES = ['phone', 'desktop'];
const START_TIMEOUT_MS = 180_000;
/** HTML with its styles, before compression; everything that a page loads, as it comes over the wire. */
const MAX_MARKUP_BYTES = 45_000;
const MAX_BYTES = 250_000;
const MAX_REQUESTS = 10;
/** What web.dev/cls calls good: how much text moves when its font arrives depends on when that is. */
const MAX_SHIFT = 0.1;
/** A run in CI has half an hour for everything; on a busy machine what is not seen by then is counted as skipped. */
const CI_MS = 150_000;

const { values: options } = parseArgs({
  options: {
    ci: { type: 'boolean', default: false },
    json: { type: 'boolean' },
    outputFile: { type: 'string' },
  },
});
const say = (/** @type {string} */ line) => process.stdout.write(`${line}\n`);

async function main() {
  const missing = whatIsMissing();
  if (missing) {
    say(`Lighthouse is left out: ${missing}.`);
    return report({ skipped: 1 });
  }
  const folder = mkdtempSync(join(tmpdir(), 'siteninja-lighthouse-'));
  const product = spawn('npm', ['start'], {
    cwd: ROOT,
    detached: true,
    stdio: 'ignore',
    env: { ...process.env, PORT: String(PORT), DATA_FOLDER: join(folder, 'data') },
  });
  const ended = once(product, 'exit');
  try {
    await judge(await pages());
  } finally {
    if (product.pid) process.kill(-product.pid, 'SIGINT');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Installs Lighthouse where it is none of the repository's own dependencies; a second run finds it. */
function whatIsMissing() {
  const hasChromium = ['chromium', 'google-chrome'].some(
    (name) => spawnSync(name, ['--version']).status === 0,
  );
  if (!hasChromium && !process.env.CHROME_PATH) return 'there is no chromium (apt-get install chromium)';
  const installed = join(FOLDER, 'node_modules/lighthouse/package.json');
  if (existsSync(installed) && JSON.parse(readFileSync(installed, 'utf8')).version === LIGHTHOUSE)
    return undefined;
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, 'package.json'), '{ "name": "lighthouse-of-tests", "private": true }\n');
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel', 'error'];
  const npm = spawnSync('npm', ['install', ...flags, `lighthouse@${LIGHTHOUSE}`], { cwd: FOLDER });
  return npm.status === 0 ? undefined : `npm cannot install it: ${String(npm.stderr).trim()}`;
}

/** What to look at, once the last site is published. */
async function pages() {
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (const site of SITES) {
    while (!(await pathsOf(site)).includes('/')) {
      if (Date.now() > deadline) throw new Error(`${site} is not published after ${START_TIMEOUT_MS} ms.`);
      await sleep(500);
    }
  }
  const paths = async (/** @type {string} */ site) => (options.ci ? ['/'] : await pathsOf(site));
  const urls = await Promise.all(
    SITES.map(async (site) => (await paths(site)).map((path) => `http://${hostOf(site)}${path}`)),
  );
  return DEVICES.flatMap((device) => urls.flat().map((url) => ({ url, device, judgesSpeed: !options.ci })));
}

const hostOf = (/** @type {string} */ site) => `${site}.localhost:${PORT}`;

/** The published pages of a site; the system's resolver may not know names under localhost (RFC 6761). */
async function pathsOf(/** @type {string} */ site) {
  const { hostname } = new URL(`http://${hostOf(site)}`);
  const answer = await fetch(`http://127.0.0.1:${PORT}/api/public/site?host=${hostname}`).catch(() => null);
  if (!answer?.ok) return [];
  const { data } = await answer.json();
  return /** @type {{ path: string }[]} */ (data.pages).map(({ path }) => path);
}

async function judge(/** @type {{ url: string, device: string }[]} */ wanted) {
  const task = { pages: wanted, until: options.ci ? Date.now() + CI_MS : undefined };
  const measure = [join(__dirname, 'measure.js'), FOLDER, JSON.stringify(task)];
  const child = spawn('npx', ['--yes', `--package=${NODE}`, '--', 'node', ...measure], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  let passed = 0;
  let seenPages = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    const seen = JSON.parse(line);
    const faults = faultsOf(seen);
    seenPages++;
    say(`${faults.length === 0 ? 'ok' : 'FAULT'} ${seen.url} ${seen.device} ${JSON.stringify(seen.scores)}`);
    for (const fault of faults) say(`  ${fault}`);
    if (faults.length === 0) passed++;
  }
  const [code] = await ended;
  const unseen = wanted.length - seenPages;
  if (code === 0) report({ passed, failed: seenPages - passed, skipped: unseen });
  else report({ passed, failed: wanted.length - passed });
}

/** @param {any} seen what measure.js prints of a page */
function faultsOf({ url, error, scores, failed, shift, bytes, markupBytes, requests }) {
  if (error) return [error];
  const judged = ['accessibility', 'best-practices', 'seo', ...(options.ci ? [] : ['performance'])];
  const low = judged.filter((category) => scores[category] !== 100);
  const own = new URL(url).origin;
  const strange = requests.filter(
    (/** @type {{ url: string, type: string }} */ each) =>
      each.type === 'Script' || new URL(each.url).origin !== own,
  );
  return [
    ...low.map((category) => `${category} is ${scores[category]}; below 1: ${failed.join(', ')}`),
    ...strange.map((/** @type {{ url: string }} */ each) => `asks for ${each.url}`),
    ...(requests.length > MAX_REQUESTS ? [`makes ${requests.length} requests`] : []),
    ...(bytes > MAX_BYTES ? [`loads ${bytes} bytes`] : []),
    ...(markupBytes > MAX_MARKUP_BYTES ? [`has ${markupBytes} bytes of HTML and styles`] : []),
    ...(shift > MAX_SHIFT ? [`moves by ${shift} while it loads`] : []),
  ];
}

function report({ passed = 0, failed = 0, skipped = 0 }) {
  say(`Lighthouse: ${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  if (failed > 0) process.exitCode = 1;
  if (options.outputFile === undefined) return;
  const counts = { numPassedTests: passed, numFailedTests: failed, numPendingTests: skipped };
  writeFileSync(options.outputFile, JSON.stringify({ ...counts, numRuntimeErrorTestSuites: 0 }));
}

main().catch((error) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  report({ failed: 1 });
});
