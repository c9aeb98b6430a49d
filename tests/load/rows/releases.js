'use strict';
const { Pool } = require('undici');
const { ask } = require('../lib/ask');
const { median, ROUNDS } = require('../lib/measure');
const { at } = require('../lib/product');
const { untilAtRest } = require('../lib/until');

const PAGES = 500;
const AT_ONCE = 8;
/** Milliseconds. */
const LONGEST_RELEASE = 2_000;
const LONGEST_ROLL_BACK = 50;
const FOLLOWS_WITHIN = 120_000;

const SECTIONS = ['Boilers', 'Bathrooms', 'Prices'].map((heading) => ({
  type: 'text',
  content: { heading, body: '<p>We check every part, and say before we begin what it costs.</p>' },
}));

/**
 * How long somebody waits who publishes many pages at once, or takes that back, while nothing else is to be done.
 * @param {import('../lib/product').Run} run @param {import('../lib/seed').Seeded} seeded
 * @param {number} pid the process that all of the product runs in
 * @returns {Promise<import('../lib/table').Outcome>}
 */
async function releases(run, seeded, pid) {
  run.say(`Releases of ${PAGES} pages`);
  const pool = new Pool(at(run.ports.gateway), { connections: AT_ONCE });
  const call = callerOf(pool, seeded);
  const ids = await inParallel(PAGES, async (index) => {
    const page = { title: `Page ${index}`, slug: `released-${index}`, sections: SECTIONS };
    return (await call('POST', '/pages', page)).id;
  });
  const items = ids.map((pageId) => ({ pageId, action: 'publish' }));
  const staged = await call('POST', '/releases', { name: null, status: 'staged', items });
  let live = (await call('POST', `/releases/${staged.id}/activate`)).id;
  /** @type {{ release: number[], back: number[] }} */
  const all = { release: [], back: [] };
  for (let round = 1; round <= ROUNDS; round += 1) {
    await inParallel(PAGES, (index) => call('PUT', `/pages/${ids[index]}`, { title: `Round ${round}` }));
    const earlier = live;
    await untilAtRest(pid, FOLLOWS_WITHIN);
    all.release.push(await timed(async () => (live = (await call('POST', '/releases')).id)));
    await untilAtRest(pid, FOLLOWS_WITHIN);
    all.back.push(await timed(() => call('POST', `/releases/${earlier}/activate`)));
    await untilAtRest(pid, FOLLOWS_WITHIN);
    await call('POST', `/releases/${live}/activate`);
    const [release, back] = [all.release, all.back].map((values) => values[values.length - 1].toFixed(0));
    run.say(`  round ${round}  release ${release} ms, roll-back ${back} ms`);
  }
  await pool.close();
  return {
    rows: [
      row(`release of ${PAGES} changed pages ÷ ${LONGEST_RELEASE} ms`, all.release, LONGEST_RELEASE, 0.5),
      row('roll-back of it ÷ 50 ms', all.back, LONGEST_ROLL_BACK, 0.4),
    ],
    note: `releases: pages of ${SECTIONS.length} sections, the whole product in one process, one request at a time`,
  };
}

/** @param {string} what @param {number[]} times @param {number} longest @param {number} aim */
function row(what, times, longest, aim) {
  return { what, ours: median(times), other: longest, unit: /** @type {const} */ ('ms'), must: 1, aim };
}

/** @param {Pool} pool @param {import('../lib/seed').Seeded} seeded */
function callerOf(pool, { tenantId, accessToken }) {
  const headers = { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' };
  return (
    /** @type {'GET' | 'POST' | 'PUT'} */ method,
    /** @type {string} */ path,
    /** @type {object} */ given = {},
  ) => {
    const body = method === 'GET' ? null : JSON.stringify(given);
    return ask(pool, { method, path: `/api/tenants/${tenantId}${path}`, headers, body }, [200, 201]);
  };
}

/** @template T @param {number} count @param {(index: number) => Promise<T>} work @returns {Promise<T[]>} */
async function inParallel(count, work) {
  /** @type {T[]} */
  const results = [];
  let next = 0;
  const one = async () => {
    for (let index = next++; index < count; index = next++) results[index] = await work(index);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
  return results;
}

/** Milliseconds. @param {() => Promise<unknown>} work */
async function timed(work) {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

module.exports = { releases };
