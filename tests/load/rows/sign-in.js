'use strict';
const { compare, hashSync } = require('bcrypt');
const { Pool } = require('undici');
const { ask } = require('../lib/ask');
const { cpuOf } = require('../lib/machine');
const { median, percentile, ROUNDS } = require('../lib/measure');
const { at } = require('../lib/product');

const LOGINS = 40;
const AT_ONCE = 4;
/** Requests of the warm-up: code is compiled as it is used, and bcrypt would make as many logins take minutes. */
const REFRESHES = 2_000;
/** As identity has it, unless it is told otherwise. */
const COST = 10;
const READS_A_SECOND = 100;
const SECONDS = 4;

/**
 * What signing in costs beside the hash of a password, and what others feel of it.
 * @param {import('../lib/product').Run} run @param {import('../lib/seed').Seeded} seeded
 * @param {{ identity: number }} pids
 * @returns {Promise<import('../lib/table').Outcome>}
 */
async function signIn(run, seeded, pids) {
  run.say('Signing in ÷ one comparison by bcrypt');
  const pool = new Pool(at(run.ports.gateway), { connections: 64 });
  const page = `/api/tenants/${seeded.tenantId}/pages/${seeded.pageId}`;
  const read = () => ask(pool, { path: page, headers: { authorization: `Bearer ${seeded.accessToken}` } });
  const post = (/** @type {string} */ path, /** @type {object} */ body) =>
    ask(pool, {
      method: 'POST',
      path,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const login = () => post('/api/auth/login', seeded.account);
  await repeat(login, LOGINS);
  await Promise.all(Array.from({ length: AT_ONCE }, () => refreshOften(login, post)));
  const cpu = () => cpuOf(pids.identity);
  const idle = await idleShare(cpu);
  /** @type {{ login: number[], bcrypt: number[], quiet: number[], during: number[] }} */
  const all = { login: [], bcrypt: [], quiet: [], during: [] };
  for (let round = 1; round <= ROUNDS; round += 1) {
    const [cpuBefore, began] = [cpu(), performance.now()];
    await repeat(login, LOGINS);
    const idling = idle * (performance.now() - began) * 1_000;
    all.login.push((cpu() - cpuBefore - idling) / LOGINS);
    all.bcrypt.push(await cpuOfComparisons());
    all.quiet.push(await latencyOf(read));
    const logins = until(login);
    all.during.push(await latencyOf(read));
    await logins.stop();
    run.say(
      `  round ${round}  a login ${last(all.login).toFixed(0)} µs, bcrypt ${last(all.bcrypt).toFixed(0)} µs; ` +
        `page reads p95 ${last(all.during).toFixed(1)} ms during logins, ${last(all.quiet).toFixed(1)} ms without`,
    );
  }
  await pool.close();
  return {
    rows: [
      {
        what: 'CPU of identity for a login ÷ one bcrypt comparison',
        ours: median(all.login),
        other: median(all.bcrypt),
        unit: 'µs',
        must: 1.1,
        aim: 1.03,
      },
      {
        what: `page reads p95 during ${AT_ONCE} logins at once ÷ quiet`,
        ours: median(all.during),
        other: median(all.quiet),
        unit: 'ms',
        must: 1.6,
        aim: 1.25,
      },
    ],
    note:
      `sign-in: cost ${COST}; without what identity takes when nobody signs in (${(idle * 100).toFixed(1)} % of a core); ` +
      `${READS_A_SECOND} page reads a second by a token, on the core on which all services run`,
  };
}

/**
 * Continues a session again and again, by most of the code of a login.
 * @param {() => Promise<any>} login @param {(path: string, body: object) => Promise<any>} post
 */
async function refreshOften(login, post) {
  let { refreshToken } = await login();
  for (let done = 0; done < REFRESHES / AT_ONCE; done += 1) {
    ({ refreshToken } = await post('/api/auth/refresh', { refreshToken }));
  }
}

/**
 * The share of a core that a process takes by itself: identity is asked how it is for all the services that do not run.
 * @param {() => number} cpu microseconds so far
 */
async function idleShare(cpu) {
  const [before, began] = [cpu(), performance.now()];
  await new Promise((resolve) => setTimeout(resolve, SECONDS * 1_000));
  return (cpu() - before) / ((performance.now() - began) * 1_000);
}

/** @param {() => Promise<void>} work @param {number} times */
async function repeat(work, times) {
  let left = times;
  const one = async () => {
    while (left > 0) {
      left -= 1;
      await work();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
}

/** Does the work again and again, several times at once. @param {() => Promise<void>} work */
function until(work) {
  let isOver = false;
  const one = async () => {
    while (!isOver) await work();
  };
  const all = Promise.all(Array.from({ length: AT_ONCE }, one));
  return {
    async stop() {
      isOver = true;
      await all;
    },
  };
}

/** Microseconds of one comparison. */
async function cpuOfComparisons() {
  const hash = hashSync('a kettle by the window', COST);
  const before = process.cpuUsage();
  for (let done = 0; done < LOGINS; done += 1) await compare('a kettle by the window', hash);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / LOGINS;
}

/** Milliseconds that 95 of 100 reads stay below, begun at a steady pace whatever the answers do. @param {() => Promise<void>} read */
async function latencyOf(read) {
  /** @type {Promise<number>[]} */
  const reads = [];
  const began = performance.now();
  for (let begun = 0; begun < READS_A_SECOND * SECONDS; begun += 1) {
    const due = began + (begun * 1_000) / READS_A_SECOND;
    const wait = due - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    // From when it was due: a server that stands still also keeps those waiting who come meanwhile.
    reads.push(read().then(() => performance.now() - due));
  }
  return percentile(await Promise.all(reads), 95);
}

/** @param {number[]} values */
function last(values) {
  return values[values.length - 1];
}

module.exports = { signIn };
