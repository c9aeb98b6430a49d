'use strict';
const { Pool } = require('undici');
const { ask } = require('../lib/ask');
const { median } = require('../lib/measure');
const { multiplyTenant } = require('../lib/multiply');
const { at, identityOf } = require('../lib/product');

const FEW = 10;
const MANY = 10_000;
const PAGES = 20;
const SHORTEST_LIST = 6;
/** Reads of each kind; each asks for something that no cache has: a list of another length, another page. */
const READS = FEW * (PAGES - SHORTEST_LIST);

/**
 * What a page read and a list cost among ten thousand tenants ÷ among ten: straight at content, past all caches.
 * @param {import('../lib/product').Run} run @param {import('../lib/seed').Seeded} seeded
 * @returns {Promise<import('../lib/table').Outcome>}
 */
async function growth(run, seeded) {
  run.say(`Reads among ${MANY} tenants of ${PAGES} pages ÷ among ${FEW}`);
  const { mongodbUri, say } = run;
  const copies = (/** @type {number} */ tenants) =>
    multiplyTenant(mongodbUri, {
      prefix: 'siteninja',
      tenantId: seeded.tenantId,
      tenants,
      pages: PAGES,
      say,
    });
  const pool = new Pool(at(run.ports.content), { connections: 1 });
  const first = await copies(FEW);
  // The first reads of a process are slow, and are nobody's.
  await timesOf(run, pool, [seeded.tenantId]);
  const few = await timesOf(run, pool, first);
  const many = await timesOf(run, pool, await copies(MANY - FEW));
  await pool.close();
  const unit = /** @type {const} */ ('ms');
  return {
    rows: [
      {
        what: `page read among ${MANY} tenants, p50`,
        ours: many.read,
        other: few.read,
        unit,
        must: 1.3,
        aim: 1.1,
      },
      { what: 'list of pages likewise', ours: many.list, other: few.list, unit, must: 1.3, aim: 1.1 },
    ],
    note: `growth: ${READS} reads of each kind, one at a time, of pages and lists that had not been read before`,
  };
}

/**
 * Milliseconds of a list and of a page, as one of two waits.
 * @param {import('../lib/product').Run} run @param {Pool} pool @param {string[]} tenantIds
 */
async function timesOf(run, pool, tenantIds) {
  /** @type {{ list: number[], read: number[] }} */
  const all = { list: [], read: [] };
  for (let index = 0; index < READS; index += 1) {
    // Neighbours were written together, and may lie together.
    const tenantId = tenantIds[(index * 7_919) % tenantIds.length];
    const turn = Math.floor(index / FEW);
    const headers = identityOf(run, tenantId, 'content');
    const list = await timed(pool, `/tenants/${tenantId}/pages?limit=${PAGES - turn}`, headers);
    const { items } = list.data;
    const read = await timed(pool, `/tenants/${tenantId}/pages/${items.at(-1).id}`, headers);
    all.list.push(list.time);
    all.read.push(read.time);
  }
  return { list: median(all.list), read: median(all.read) };
}

/** @param {Pool} pool @param {string} path @param {Record<string, string>} headers */
async function timed(pool, path, headers) {
  const began = performance.now();
  const data = await ask(pool, { path, headers });
  return { time: performance.now() - began, data };
}

module.exports = { growth };
