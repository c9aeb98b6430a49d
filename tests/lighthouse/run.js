'use strict';
// `npm run lighthouse`: Lighthouse on the home pages of the three demo businesses, as a phone and as a desktop sees
// them. Accessibility, best practices and SEO must be 100; performance is printed, as it depends on the machine.
const { execFileSync, spawn } = require('node:child_process');
const { mkdtempSync, readFileSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');

const ROOT = join(__dirname, '../..');
const LIGHTHOUSE = 'lighthouse@12.8.2';
const PORT = 9_480;
const SITES = ['harbor-plumbing', 'whitfield-moss', 'trattoria-luna'];
const DEVICES = { phone: [], desktop: ['--preset=desktop'] };
const PERFECT = ['accessibility', 'best-practices', 'seo'];
const START_TIMEOUT_MS = 180_000;

async function main() {
  const folder = mkdtempSync(join(tmpdir(), 'siteninja-lighthouse-'));
  const product = spawn('npm', ['start'], {
    cwd: ROOT,
    detached: true,
    stdio: 'ignore',
    env: { ...process.env, PORT: String(PORT), DATA_FOLDER: join(folder, 'data') },
  });
  try {
    await untilPublished(`http://${SITES[SITES.length - 1]}.localhost:${PORT}/`);
    let isGood = true;
    for (const site of SITES) {
      for (const [device, flags] of Object.entries(DEVICES)) {
        const scores = measure(`http://${site}.localhost:${PORT}/`, flags, join(folder, 'report.json'));
        process.stdout.write(`${site} ${device}: ${JSON.stringify(scores)}\n`);
        isGood &&= PERFECT.every((name) => scores[name] === 100);
      }
    }
    if (!isGood) process.exitCode = 1;
  } finally {
    if (product.pid) process.kill(-product.pid, 'SIGINT');
    await new Promise((resolve) => product.once('exit', resolve));
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} url */
async function untilPublished(url) {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline) {
    // The system's resolver may not know names under localhost (RFC 6761), which browsers do.
    const { hostname } = new URL(url);
    const found = await fetch(`http://127.0.0.1:${PORT}/api/public/site?host=${hostname}`).catch(() => null);
    if (found?.ok) return;
    await sleep(500);
  }
  throw new Error(`Nothing is published at ${url}.`);
}

/**
 * @param {string} url
 * @param {readonly string[]} flags
 * @param {string} report
 * @returns {Record<string, number>} scores from 0 to 100 by category
 */
function measure(url, flags, report) {
  const chrome = '--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-background-networking';
  const output = ['--quiet', '--output=json', `--output-path=${report}`];
  execFileSync('npx', ['--yes', LIGHTHOUSE, url, ...flags, ...output, chrome], {
    stdio: 'ignore',
    cwd: ROOT,
  });
  /** @type {{ categories: Record<string, { score: number }> }} */
  const { categories } = JSON.parse(readFileSync(report, 'utf8'));
  return Object.fromEntries(
    Object.entries(categories).map(([name, { score }]) => [name, Math.round(score * 100)]),
  );
}

main().catch((error) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
