'use strict';
const { measure } = require('../lib/measure');
const { PARSE_VERSION, startParseServer } = require('../lib/parse-server');
const { at } = require('../lib/product');
const { record } = require('../lib/replay');
const { kilobytes } = require('../lib/table');

const NEW_PAGE = {
  title: 'Boiler service',
  sections: [{ type: 'text', content: { heading: 'Once a year', body: '<p>We check every part.</p>' } }],
};

/**
 * Pages in the hands of somebody who is signed in, from the gateway to the database ÷ Parse Server on the same
 * database: one is read, 20 are listed, new ones are made.
 * @param {import('../lib/product').Run} run @param {import('../lib/seed').Seeded} seeded
 * @param {{ gateway: number, content: number }} pids @param {string} parseFolder
 * @returns {Promise<import('../lib/table').Outcome>}
 */
async function pages(run, seeded, pids, parseFolder) {
  const url = `${at(run.ports.gateway)}/api/tenants/${seeded.tenantId}/pages`;
  const headers = { Authorization: `Bearer ${seeded.accessToken}` };
  const targets = {
    read: { url: `${url}/${seeded.pageId}`, headers },
    list: { url: `${url}?limit=20`, headers },
    create: { url, headers, body: NEW_PAGE },
  };
  const parse = await startParseServer(run, parseFolder, await told(targets.read, targets.list));
  const sides = (/** @type {keyof typeof targets} */ what) => [
    { name: 'gateway + content', target: targets[what], pids: [pids.gateway, pids.content] },
    { name: 'parse-server', target: parse.targets[what], pids: [parse.pid] },
  ];
  run.say('Authenticated page read ÷ parse-server');
  const [read, otherRead] = await measure(sides('read'), run);
  run.say('List of 20 ÷ parse-server');
  const [list, otherList] = await measure(sides('list'), run);
  run.say('Page create ÷ parse-server');
  const [create, otherCreate] = await measure(sides('create'), run);
  const cpu = { ours: read.cpu, other: otherRead.cpu, unit: /** @type {const} */ ('µs') };
  return {
    rows: [
      {
        ...cpu,
        what: 'authenticated page read, CPU of gateway + service ÷ parse-server',
        must: 0.5,
        aim: 0.36,
      },
      {
        what: '  the same, requests a second',
        ours: read.perSecond,
        other: otherRead.perSecond,
        unit: 'a second',
      },
      {
        what: 'list of 20, CPU likewise',
        ours: list.cpu,
        other: otherList.cpu,
        unit: 'µs',
        must: 0.65,
        aim: 0.45,
      },
      {
        what: 'page create with its event recorded ÷ parse-server, which records none',
        ours: create.cpu,
        other: otherCreate.cpu,
        unit: 'µs',
        must: 0.75,
        aim: 0.5,
      },
    ],
    note:
      `pages: ours by a user's access token and role in the tenant; parse-server ${PARSE_VERSION}: the same pages as ` +
      "objects, by a user's session token, readable to a role that the user has, with its default caches, the list " +
      `with its total and the fields of ours (${kilobytes(read.bytes)} and ${kilobytes(otherRead.bytes)} with headers; ` +
      `lists ${kilobytes(list.bytes)} and ${kilobytes(otherList.bytes)})`,
  };
}

/**
 * What Parse Server is to hold: as many pages as our list has, each as long as the one that is read.
 * @param {import('../lib/wrk').Target} read @param {import('../lib/wrk').Target} list
 */
async function told(read, list) {
  const { data: page } = JSON.parse((await record(read.url, read.headers ?? {})).body);
  const { items } = JSON.parse((await record(list.url, list.headers ?? {})).body).data;
  if (items.length !== 20) throw new Error(`The list has ${items.length} pages, and should have 20.`);
  const { id: _id, createdAt: _created, updatedAt: _updated, ...inList } = items[0];
  return {
    pages: items.map((/** @type {object} */ item) => ({ ...page, ...item })),
    inList: Object.keys(inList),
  };
}

module.exports = { pages };
