'use strict';
// `npm run bench`: our hot paths against the same work done by others, as ratios. Both sides run side by side on
// this machine, in turns, on the same core and the same database; loopback only; under ten minutes. Names of rows
// measure these alone: `npm run bench -- deliveries events`.
const { spawnSync } = require('node:child_process');
const { mkdirSync, rmSync } = require('node:fs');
const { join } = require('node:path');
const { openDatabase } = require('../../deploy/local/dist/database');
const { machineFacts, requireTools } = require('./lib/machine');
const { LOAD_CORE, MEASURED, ROUNDS, SERVER_CORE } = require('./lib/measure');
const { installParseServer } = require('./lib/parse-server');
const { freePorts, processes, ROOT } = require('./lib/processes');
const { PORTS, portsFrom, startProduct, startWhole } = require('./lib/product');
const { findRedis } = require('./lib/redis');
const { seedProduct } = require('./lib/seed');
const { tableOf } = require('./lib/table');
const { CONNECTIONS } = require('./lib/wrk');
const { findRabbitMq } = require('./lib/rabbitmq');
const { apiKey } = require('./rows/api-key');
const { deliveries } = require('./rows/deliveries');
const { events } = require('./rows/events');
const { growth } = require('./rows/growth');
const { overload } = require('./rows/overload');
const { pages } = require('./rows/pages');
const { proxiedRequest } = require('./rows/proxied-request');
const { publicPage } = require('./rows/public-page');
const { releases } = require('./rows/releases');
const { signIn } = require('./rows/sign-in');

const DATA_FOLDER = join(ROOT, '.data');
/** Git-ignored; holds Parse Server from one run to the next, and the logs of the last run. */
const BENCH_FOLDER = join(DATA_FOLDER, 'bench');
const PARSE_FOLDER = join(BENCH_FOLDER, 'parse-server');
/** Minutes, once all is installed. */
const LONGEST = 10;
/** The same where a row is named that is measured by name alone. */
const LONGEST_BY_NAME = 40;

/** Those that read pages need a tenant with a site, and the product that serves it. */
const OF_SERVICES = ['public-page', 'proxied-request', 'pages', 'api-key', 'sign-in', 'overload'];
/** These need what follows by event too, and have the product in one process. */
const OF_WHOLE = ['releases', 'growth'];
const OF_PAGES = [...OF_SERVICES, ...OF_WHOLE];
/** These take minutes on SecantusDB, and are measured where they are named alone. */
const BY_NAME_ALONE = ['deliveries', 'growth'];
/** @type {Record<string, (run: import('./lib/product').Run) => Promise<import('./lib/table').Outcome>>} */
const OF_EVENTS = { events, deliveries };

const say = (/** @type {string} */ line) => void process.stdout.write(`${line}\n`);

async function main() {
  const wanted = wantedRows();
  requireTools(
    say,
    OF_PAGES.some((name) => wanted.includes(name)),
  );
  const { signal, stop } = untilStopped();
  const facts = machineFacts();
  // Whatever is started without a core of its own, the database too, gets ours.
  spawnSync('taskset', ['--all-tasks', '--cpu-list', '--pid', String(LOAD_CORE), String(process.pid)]);
  try {
    if (wanted.includes('pages')) await installParseServer(PARSE_FOLDER, { signal, say });
    const longest = BY_NAME_ALONE.some((name) => wanted.includes(name)) ? LONGEST_BY_NAME : LONGEST;
    const deadline = setTimeout(() => stop(`Not done after ${longest} minutes.`), longest * 60_000);
    await withDatabase(wanted, (database) => bench({ ...database, signal }, wanted, facts));
    clearTimeout(deadline);
  } catch (error) {
    // What was under way says only that it was broken off.
    throw signal.aborted ? signal.reason : error;
  }
}

/** @returns {string[]} the names of the rows to measure @throws for one that is unknown */
function wantedRows() {
  const all = [...OF_PAGES, ...Object.keys(OF_EVENTS)];
  const named = process.argv.slice(2);
  const unknown = named.find((name) => !all.includes(name));
  if (unknown) throw new Error(`There is no row ${unknown}. There are ${all.join(', ')}.`);
  return named.length > 0 ? named : all.filter((name) => !BY_NAME_ALONE.includes(name));
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
 * @param {string[]} wanted @param {(database: Database) => Promise<void>} work
 */
async function withDatabase(wanted, work) {
  const dataFolder = join(BENCH_FOLDER, 'database');
  rmSync(dataFolder, { recursive: true, force: true });
  const opened = await openDatabase({
    dataFolder,
    programsFolder: DATA_FOLDER,
    // SecantusDB has no memory for as many tenants.
    storage: wanted.includes('growth') ? 'disk' : 'memory',
    env: process.env,
    progress: say,
  });
  try {
    await work({ mongodbUri: opened.uri, database: opened.description });
  } finally {
    await opened.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  }
}

/**
 * @param {Database & { signal: AbortSignal }} given @param {string[]} wanted @param {Record<string, string>} facts
 */
async function bench({ mongodbUri, database, signal }, wanted, facts) {
  const folder = join(BENCH_FOLDER, 'run');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const started = processes(join(BENCH_FOLDER, 'logs'), signal);
  try {
    const [redisUrl, rabbitMqUrl] = [await findRedis(), await findRabbitMq()];
    const ports = portsFrom(await freePorts(PORTS));
    const run = { processes: started, signal, say, folder, mongodbUri, redisUrl, rabbitMqUrl, ports };
    const outcomes = await measurePages(run, wanted);
    for (const name of Object.keys(OF_EVENTS).filter((each) => wanted.includes(each))) {
      outcomes.push(await OF_EVENTS[name](run));
      await started.stopAll();
    }
    say(`\n${tableOf(outcomes.flatMap(({ rows }) => rows))}\n`);
    const conditions = {
      ...facts,
      database,
      redis: redisUrl ?? 'none: in memory',
      rabbitmq: rabbitMqUrl ? 'yes' : 'none',
    };
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

/** @param {import('./lib/product').Run} run @param {string[]} wanted */
async function measurePages(run, wanted) {
  /** @type {import('./lib/table').Outcome[]} */
  const outcomes = [];
  const isWanted = (/** @type {string} */ name) => wanted.includes(name);
  if (!OF_PAGES.some(isWanted)) return outcomes;
  run.say('Making a tenant from a template, and publishing it …');
  const seeded = await seedProduct(run);
  if (OF_SERVICES.some(isWanted)) {
    outcomes.push(...(await measureServices(run, wanted, seeded)));
    await run.processes.stopAll();
  }
  if (!OF_WHOLE.some(isWanted)) return outcomes;
  const { pid } = await startWhole(run, SERVER_CORE);
  if (isWanted('releases')) outcomes.push(await releases(run, seeded, pid));
  if (isWanted('growth')) outcomes.push(await growth(run, seeded));
  await run.processes.stopAll();
  return outcomes;
}

/**
 * @param {import('./lib/product').Run} run @param {string[]} wanted @param {import('./lib/seed').Seeded} seeded
 */
async function measureServices(run, wanted, seeded) {
  /** @type {import('./lib/table').Outcome[]} */
  const outcomes = [];
  const pids = await startProduct(run);
  if (wanted.includes('public-page')) outcomes.push(await publicPage(run, seeded, pids));
  if (wanted.includes('proxied-request')) outcomes.push(await proxiedRequest(run, seeded));
  if (wanted.includes('pages')) outcomes.push(await pages(run, seeded, pids, PARSE_FOLDER));
  if (wanted.includes('api-key')) outcomes.push(await apiKey(run, seeded, pids));
  if (wanted.includes('sign-in')) outcomes.push(await signIn(run, seeded, pids));
  if (wanted.includes('overload')) outcomes.push(await overload(run, seeded));
  return outcomes;
}

main().then(
  () => process.exit(0),
  (error) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
