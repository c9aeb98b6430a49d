'use strict';
const { newId } = require('@siteninja/core');
const { mongo } = require('mongoose');

const { EJSON } = mongo.BSON;

/** By service, what a tenant is made of. What it has done, such as events and its audit log, is not copied. */
const COLLECTIONS = {
  tenant: ['tenants', 'branding', 'profiles', 'domains', 'memberships'],
  identity: ['tenants', 'memberships'],
  billing: ['subscriptions'],
  asset: ['storageUsage'],
  content: [
    ...['sites', 'hosts', 'tenantPlans', 'navigationItems', 'pages'],
    ...['pageVersions', 'releases', 'activations'],
  ],
};
const TENANTS_AT_ONCE = 25;

/** @typedef {{ [field: string]: any }} Row as it is stored */
/** @typedef {{ write: import('mongoose').mongo.Collection<any>, parts: string[] }} Pattern a row without its ids */

/**
 * Copies a tenant many times, straight into the databases: with ids, addresses and an owner of its own for each copy.
 * Nobody can sign in as these owners; the platform sees the tenants, and visitors their sites.
 * @param {string} mongodbUri
 * @param {{ prefix: string, tenantId?: string, tenants: number, pages: number, say(line: string): void }} wanted
 *   the oldest tenant with a site that is live where no id is given; so many copies, and pages of each
 * @returns {Promise<string[]>} the ids of the copies
 */
async function multiplyTenant(mongodbUri, { prefix, tenantId, tenants, pages, say }) {
  const client = await mongo.MongoClient.connect(mongodbUri);
  try {
    const collection = (/** @type {string} */ service, /** @type {string} */ name) =>
      client.db(`${prefix}_${service}`).collection(name);
    const source = tenantId ?? (await oldestLive(collection('content', 'sites')));
    const { names, patterns } = await read(collection, source, pages);
    const ids = [];
    for (let done = 0; done < tenants; done += TENANTS_AT_ONCE) {
      const copies = Array.from({ length: Math.min(TENANTS_AT_ONCE, tenants - done) }, () =>
        namesAnew(names),
      );
      for (const { write, parts } of patterns) {
        await write.insertMany(copies.map((copy) => filledIn(parts, copy)));
      }
      ids.push(...copies.map((copy) => copy.get(source) ?? ''));
      if (ids.length % 500 === 0) say(`  ${ids.length} tenants`);
    }
    return ids;
  } finally {
    await client.close();
  }
}

/** @param {import('mongoose').mongo.Collection} sites @returns {Promise<string>} */
async function oldestLive(sites) {
  const site = await sites.findOne({ liveReleaseId: { $gt: '' } }, { sort: { createdAt: 1 } });
  if (!site) throw new Error('There is no tenant with a published site to make others of.');
  return site.tenantId;
}

/**
 * @param {(service: string, name: string) => import('mongoose').mongo.Collection<any>} collection
 * @param {string} tenantId @param {number} pages
 */
async function read(collection, tenantId, pages) {
  /** @type {{ write: import('mongoose').mongo.Collection<any>, row: Row }[]} */
  const found = [];
  for (const [service, names] of Object.entries(COLLECTIONS)) {
    for (const name of names) {
      const write = collection(service, name);
      const rows = await write.find({ $or: [{ tenantId }, { _id: tenantId }] }).toArray();
      const whole = name === 'pages' ? withDrafts(rows, pages) : rows;
      found.push(...whole.map((row) => ({ write, row })));
    }
  }
  const own = found.flatMap(({ row: { _id, userId, host, subdomain } }) => [_id, userId, host, subdomain]);
  const names = new Set([tenantId, ...own.filter((name) => typeof name === 'string')]);
  // A subdomain may also be a word of a text.
  const alternatives = [...names].map((name) =>
    /[.-]/.test(name) ? name.replaceAll('.', '\\.') : `(?<=")${name}(?=")`,
  );
  const pattern = new RegExp(`(${alternatives.join('|')})`);
  const patterns = found.map(({ write, row }) => ({ write, parts: EJSON.stringify(row).split(pattern) }));
  return { names, patterns };
}

/** @param {Row[]} rows @param {number} count @returns {Row[]} */
function withDrafts(rows, count) {
  const [first] = rows;
  const drafts = Array.from({ length: Math.max(0, count - rows.length) }, (_, index) => {
    const slug = `copied-${index + 1}`;
    const place = { _id: newId(), parentId: null, slug, path: `/${slug}`, title: `Copied ${index + 1}` };
    const state = { status: 'draft', publishedVersion: null, publishedAt: null, live: null, versionCount: 0 };
    return { ...first, ...place, ...state };
  });
  return [...rows.slice(0, Math.max(count, 1)), ...drafts];
}

/** @param {Set<string>} names @returns {Map<string, string>} */
function namesAnew(names) {
  const label = `t-${newId().replaceAll('-', '')}`;
  const anew = (/** @type {string} */ name) => (isId(name) ? newId() : name.replace(/^[^.]+/, label));
  return new Map([...names].map((name) => [name, anew(name)]));
}

/** @param {string} name */
const isId = (name) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(name);

/** @param {string[]} parts each second one is a name @param {Map<string, string>} names @returns {Row} */
function filledIn(parts, names) {
  return EJSON.parse(parts.map((part, index) => (index % 2 ? names.get(part) : part)).join(''));
}

module.exports = { multiplyTenant };
