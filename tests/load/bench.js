'use strict';
// `npm run bench`: our hot paths against the same work done by others, as ratios. Both sides run side by side on
// this machine, in turns, on the same core and the same database; loopback only; under five minutes.
const { spawnSync } = require('node:child_process');
const { mkdirSync, rmSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { openDatabase } = require('../../deploy/local/dist/database');
const { machineFacts, requireTools } = require('./lib/machine');
const { LOAD_CORE, MEASURED, measure, ROUNDS, SERVER_CORE } = require('./lib/measure');
const { installParseServer, PARSE_VERSION, startParseServer } = require('./lib/parse-server');
const { freePorts, processes, ROOT } = require('./lib/processes');
const { gatewayHeaders, record, seedProduct, startProcess } = require('./lib/product');
const { findRedis } = require('./lib/redis');
const { tableOf } = require('./lib/table');
const { CONNECTIONS } = require('./lib/wrk');

/** Git-ignored; holds Parse Server from one run to the next, and the logs of the last run. */
const BENCH_FOLDER = join(ROOT, '.data/bench');
/** Milliseconds from the first request on. */
const LONGEST = 5 * 60_000;
const FIXTURES = 'tests/load/fixtures';

const say = (/** @type {string} */ line) => void process.stdout.write(`${line}\n`);

/**
 * @typedef {import('./lib/product').Run} Run
 * @typedef {import('./lib/product').Seeded} Seeded
 * @typedef {import('./lib/table').Row} Row
 * @typedef {{ rows: Row[], notes: string[] }} Outcome
 */

/** The first row: a page of a tenant's site that the gateway remembers. @param {Run} run @param {Seeded} seeded @param {number} gatewayPid @returns {Promise<Outcome>} */
async function publicPage(run, { host }, gatewayPid) {
  say('Cached public page ÷ bare node:http');
  const url = `http://127.0.0.1:${run.port}/`;
  const answer = await record(url, { host });
  const etag = answer.headers[answer.headers.indexOf('etag') + 1];
  const bare = await replay(run, 'bare-http', run.port + 7, answer, SERVER_CORE);
  const sides = [
    { name: 'bare node:http', target: { url: bare.url, headers: { Host: host } }, pids: [bare.pid] },
    { name: 'gateway', target: { url, headers: { Host: host } }, pids: [gatewayPid] },
    {
      name: 'gateway, 304',
      target: { url, headers: { Host: host, 'If-None-Match': etag } },
      pids: [gatewayPid],
    },
  ];
  const [other, ours, notModified] = await figuresOf(sides, run);
  return {
    rows: [
      {
        what: 'cached public page ÷ bare node:http',
        ours: ours.perSecond,
        other: other.perSecond,
        unit: 'a second',
        must: 0.45,
        aim: 0.55,
      },
      { what: '  the same, CPU per request', ours: ours.cpu, other: other.cpu, unit: 'µs' },
      {
        what: '304 ÷ its 200',
        ours: notModified.perSecond,
        other: ours.perSecond,
        unit: 'a second',
        must: 1,
        aim: 1.15,
      },
    ],
    notes: [
      `public page: the home page of a template, ${kilobytes(ours.bytes)} with its headers, the same on both sides`,
    ],
  };
}

/** The second row: what the gateway itself costs in front of a service. @param {Run} run @param {Seeded} seeded @returns {Promise<Outcome>} */
async function proxiedRequest(run, seeded) {
  say('Proxied request ÷ other proxies');
  const { port } = run;
  const path = `/tenants/${seeded.tenantId}/pages/${seeded.pageId}`;
  const answer = await record(`http://127.0.0.1:${port + 2}${path}`, gatewayHeaders(run, seeded));
  const service = await replay(run, 'stand-in', port + 8, answer, LOAD_CORE);
  const gateway = await startProcess(run, 'gateway', {
    port: port + 9,
    urls: { others: service.url, identity: `http://127.0.0.1:${port + 3}` },
    log: 'gateway-before-stand-in',
  });
  const headers = { Authorization: `Bearer ${seeded.accessToken}` };
  const gatewaySide = {
    name: 'gateway',
    target: { url: `http://127.0.0.1:${port + 9}/api${path}`, headers },
    pids: [gateway.pid],
  };
  const others = [
    ['express-proxy', 'Express + http-proxy-middleware', []],
    ['express-proxy', 'the same, keep-alive agent', ['keep-alive']],
    ['undici-proxy', 'bare undici proxy', []],
  ];
  const sides = [gatewaySide];
  for (const [index, [script, name, options]] of others.entries()) {
    const own = String(port + 10 + index);
    const command = [`${FIXTURES}/${script}.js`, own, service.url, ...options];
    const { pid } = await run.processes.start(`${script}${options.length}`, command, { core: SERVER_CORE });
    sides.push({
      name: String(name),
      target: { url: `http://127.0.0.1:${own}${path}`, headers },
      pids: [pid],
    });
  }
  const [ours, byDefault, keepAlive, undici] = await figuresOf(sides, run);
  const row = (what, other) => ({
    what,
    ours: ours.cpu,
    other: other.cpu,
    unit: /** @type {const} */ ('µs'),
  });
  return {
    rows: [
      {
        ...row('gateway CPU per proxied request ÷ Express + http-proxy-middleware', byDefault),
        must: 0.7,
        aim: 0.5,
      },
      row('  ÷ the same with a keep-alive agent', keepAlive),
      { ...row('  ÷ bare undici proxy', undici), must: 3.3, aim: 2.6 },
    ],
    notes: [
      `proxied request: a page read, signed in, with limit and headers; the service is bare node:http that repeats ` +
        `content's own answer (${kilobytes(answer.body.length)})`,
    ],
  };
}

/** The third row: a page read from beginning to end. @param {Run} run @param {Seeded} seeded @param {number[]} pids of gateway and content @param {string} parseFolder @returns {Promise<Outcome>} */
async function authenticatedRead(run, seeded, pids, parseFolder) {
  say('Authenticated page read ÷ parse-server');
  const url = `http://127.0.0.1:${run.port}/api/tenants/${seeded.tenantId}/pages/${seeded.pageId}`;
  const target = { url, headers: { Authorization: `Bearer ${seeded.accessToken}` } };
  const { data: page } = JSON.parse((await record(url, target.headers)).body);
  const parse = await startParseServer(run, parseFolder, run.port + 13, page);
  const sides = [
    { name: 'gateway + content', target, pids },
    { name: 'parse-server', target: parse.target, pids: [parse.pid] },
  ];
  const [ours, other] = await figuresOf(sides, run);
  return {
    rows: [
      {
        what: 'authenticated page read, CPU of gateway + service ÷ parse-server',
        ours: ours.cpu,
        other: other.cpu,
        unit: 'µs',
        must: 0.65,
        aim: 0.45,
      },
      {
        what: '  the same, requests a second',
        ours: ours.perSecond,
        other: other.perSecond,
        unit: 'a second',
      },
    ],
    notes: [
      `page read: ours by a user's access token and role in the tenant; parse-server ${PARSE_VERSION}: the same page ` +
        `as an object by objectId, by a user's session token, readable to a role that the user has, with its default ` +
        `caches (${kilobytes(ours.bytes)} and ${kilobytes(other.bytes)} with headers)`,
    ],
  };
}

/** @param {import('./lib/measure').Side[]} sides @param {Run} run */
async function figuresOf(sides, run) {
  const figures = await measure(sides, run);
  return sides.map(({ name }) => /** @type {import('./lib/measure').Figures} */ (figures.get(name)));
}

/** Bare node:http that repeats an answer. @param {Run} run @param {string} name @param {number} port @param {object} answer @param {number} core */
async function replay({ processes, folder }, name, port, answer, core) {
  const file = join(folder, `${name}.json`);
  writeFileSync(file, JSON.stringify(answer));
  const command = [`${FIXTURES}/replay.js`, String(port), file];
  const { pid } = await processes.start(name, command, { core });
  return { pid, url: `http://127.0.0.1:${port}` };
}

const kilobytes = (/** @type {number} */ bytes) => `${(bytes / 1024).toFixed(1)} KB`;

/** Gateway, content and identity, on the ports that they had while the data was made. @param {Run} run */
async function startOurs(run) {
  const at = (/** @type {number} */ offset) => `http://127.0.0.1:${run.port + offset}`;
  const urls = { content: at(2), identity: at(3), others: at(3) };
  await startProcess(run, 'identity', { port: run.port + 3, urls });
  const content = await startProcess(run, 'content', { port: run.port + 2, urls });
  const gateway = await startProcess(run, 'gateway', { port: run.port, urls });
  return { content: content.pid, gateway: gateway.pid };
}

/** @param {Run} run @param {string} parseFolder @returns {Promise<Outcome>} */
async function measureAll(run, parseFolder) {
  say('Making a tenant from a template, and publishing it …');
  const seeded = await seedProduct(run);
  const pids = await startOurs(run);
  const outcomes = [
    await publicPage(run, seeded, pids.gateway),
    await proxiedRequest(run, seeded),
    await authenticatedRead(run, seeded, [pids.gateway, pids.content], parseFolder),
  ];
  return { rows: outcomes.flatMap(({ rows }) => rows), notes: outcomes.flatMap(({ notes }) => notes) };
}

/** Ctrl-C and the deadline end a run alike: everything that it started is stopped. */
function untilStopped() {
  const stopping = new AbortController();
  const stop = (/** @type {string} */ why) => stopping.abort(new Error(why));
  for (const name of ['SIGINT', 'SIGTERM']) process.once(name, () => stop(`Stopped by ${name}.`));
  return { signal: stopping.signal, stop };
}

async function main() {
  requireTools(say);
  const { signal, stop } = untilStopped();
  const facts = machineFacts();
  // Whatever is started without a core of its own, the database too, gets ours.
  spawnSync('taskset', ['--all-tasks', '--cpu-list', '--pid', String(LOAD_CORE), String(process.pid)]);
  const parseFolder = join(BENCH_FOLDER, 'parse-server');
  await installParseServer(parseFolder, { signal, say });
  const deadline = setTimeout(() => stop(`Not done after ${LONGEST / 60_000} minutes.`), LONGEST);
  const folder = join(BENCH_FOLDER, 'run');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const dataFolder = join(ROOT, '.data');
  const database = await openDatabase({ dataFolder, storage: 'memory', env: process.env, progress: say });
  const started = processes(join(BENCH_FOLDER, 'logs'), signal);
  try {
    const redisUrl = await findRedis();
    const port = await freePorts(14);
    const common = { processes: started, signal, say, folder, mongodbUri: database.uri, redisUrl, port };
    const { rows, notes } = await measureAll(common, parseFolder);
    say(`\n${tableOf(rows)}\n`);
    const shown = { ...facts, database: database.description, redis: redisUrl ?? 'none: in memory' };
    for (const [name, fact] of Object.entries(shown)) say(`${name}: ${fact}`);
    say(
      `how: server on core ${SERVER_CORE}, wrk with ${CONNECTIONS} connections and the database on core ${LOAD_CORE}; ` +
        `medians of ${ROUNDS} interleaved rounds of ${MEASURED} s; CPU is user + system of the server's processes`,
    );
    for (const note of notes) say(note);
  } finally {
    clearTimeout(deadline);
    await started.stopAll();
    await database.stop();
  }
}

main().then(
  () => process.exit(0),
  (error) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
