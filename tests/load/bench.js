'use strict';
// `npm run bench`: our hot paths against the same work done by others, as ratios. Both sides run side by side on
// this machine, in turns, on the same core and the same database; loopback only; under five minutes.
const { spawnSync } = require('node:child_process');
const { mkdirSync, rmSync } = require('node:fs');
const { join } = require('node:path');
const { openDatabase } = require('../../deploy/local/dist/database');
const { machineFacts, requireTools } = require('./lib/machine');
const { LOAD_CORE, MEASURED, ROUNDS, SERVER_CORE } = require('./lib/measure');
const { installParseServer } = require('./lib/parse-server');
const { freePorts, processes, ROOT } = require('./lib/processes');
const { PORTS, portsFrom, startProduct } = require('./lib/product');
const { findRedis } = require('./lib/redis');
const { seedProduct } = require('./lib/seed');
const { tableOf } = require('./lib/table');
const { CONNECTIONS } = require('./lib/wrk');
const { pages } = require('./rows/pages');
const { proxiedRequest } = require('./rows/proxied-request');
const { publicPage } = require('./rows/public-page');

const DATA_FOLDER = join(ROOT, '.data');
/** Git-ignored; holds Parse Server from one run to the next, and the logs of the last run. */
const BENCH_FOLDER = join(DATA_FOLDER, 'bench');
/** Milliseconds, once all is installed. */
const LONGEST = 5 * 60_000;

const say = (/** @type {string} */ line) => void process.stdout.write(`${line}\n`);

async function main() {
  requireTools(say);
  const { signal, stop } = untilStopped();
  const facts = machineFacts();
  // Whatever is started without a core of its own, the database too, gets ours.
  spawnSync('taskset', ['--all-tasks', '--cpu-list', '--pid', String(LOAD_CORE), String(process.pid)]);
  const parseFolder = join(BENCH_FOLDER, 'parse-server');
  try {
    await installParseServer(parseFolder, { signal, say });
    const deadline = setTimeout(() => stop(`Not done after ${LONGEST / 60_000} minutes.`), LONGEST);
    await withDatabase((database) => bench({ ...database, signal }, parseFolder, facts));
    clearTimeout(deadline);
  } catch (error) {
    // What was under way says only that it was broken off.
    throw signal.aborted ? signal.reason : error;
  }
}

/** Ctrl-C and the deadline end a run alike: everything that it started is stopped. */
function untilStopped() {
  const stopping = new AbortController();
  const stop = (/** @type {string} */ why) => stopping.abort(new Error(why));
  for (const name of ['SIGINT', 'SIGTERM']) process.once(name, () => stop(`Stopped by ${name}.`));
  return { signal: stopping.signal, stop };
}

/**
 * @typedef {{ mongodbUri: string, database: string }} Database
 * @param {(database: Database) => Promise<void>} work
 */
async function withDatabase(work) {
  const opened = await openDatabase({
    dataFolder: DATA_FOLDER,
    storage: 'memory',
    env: process.env,
    progress: say,
  });
  try {
    await work({ mongodbUri: opened.uri, database: opened.description });
  } finally {
    await opened.stop();
  }
}

/**
 * @param {Database & { signal: AbortSignal }} given @param {string} parseFolder @param {Record<string, string>} facts
 */
async function bench({ mongodbUri, database, signal }, parseFolder, facts) {
  const folder = join(BENCH_FOLDER, 'run');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const started = processes(join(BENCH_FOLDER, 'logs'), signal);
  try {
    const redisUrl = await findRedis();
    const ports = portsFrom(await freePorts(PORTS));
    const run = { processes: started, signal, say, folder, mongodbUri, redisUrl, ports };
    say('Making a tenant from a template, and publishing it …');
    const seeded = await seedProduct(run);
    const pids = await startProduct(run);
    const outcomes = [
      await publicPage(run, seeded, pids),
      await proxiedRequest(run, seeded),
      await pages(run, seeded, pids, parseFolder),
    ];
    say(`\n${tableOf(outcomes.flatMap(({ rows }) => rows))}\n`);
    const conditions = { ...facts, database, redis: redisUrl ?? 'none: in memory' };
    for (const [name, fact] of Object.entries(conditions)) say(`${name}: ${fact}`);
    say(
      `how: server on core ${SERVER_CORE}, wrk with ${CONNECTIONS} connections and the database on core ${LOAD_CORE}; ` +
        `medians of ${ROUNDS} interleaved rounds of ${MEASURED} s; CPU is user + system of the server's processes`,
    );
    for (const { note } of outcomes) say(note);
  } finally {
    await started.stopAll();
  }
}

main().then(
  () => process.exit(0),
  (error) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
