'use strict';
const { measure } = require('../lib/measure');
const { PARSE_VERSION, startParseServer } = require('../lib/parse-server');
const { at } = require('../lib/product');
const { record } = require('../lib/replay');
const { kilobytes } = require('../lib/table');

/**
 * A page read by somebody who is signed in, from the gateway to the database ÷ Parse Server on the same database.
 * @param {import('../lib/product').Run} run @param {import('../lib/seed').Seeded} seeded
 * @param {{ gateway: number, content: number }} pids @param {string} parseFolder
 * @returns {Promise<import('../lib/table').Outcome>}
 */
async function pageRead(run, seeded, pids, parseFolder) {
  run.say('Authenticated page read ÷ parse-server');
  const url = `${at(run.ports.gateway)}/api/tenants/${seeded.tenantId}/pages/${seeded.pageId}`;
  const headers = { Authorization: `Bearer ${seeded.accessToken}` };
  const { data: page } = JSON.parse((await record(url, headers)).body);
  const parse = await startParseServer(run, parseFolder, page);
  const [ours, other] = await measure(
    [
      { name: 'gateway + content', target: { url, headers }, pids: [pids.gateway, pids.content] },
      { name: 'parse-server', target: parse.target, pids: [parse.pid] },
    ],
    run,
  );
  const what = 'authenticated page read, CPU of gateway + service ÷ parse-server';
  return {
    rows: [
      { what, ours: ours.cpu, other: other.cpu, unit: 'µs', must: 0.65, aim: 0.45 },
      {
        what: '  the same, requests a second',
        ours: ours.perSecond,
        other: other.perSecond,
        unit: 'a second',
      },
    ],
    note:
      `page read: ours by a user's access token and role in the tenant; parse-server ${PARSE_VERSION}: the same page ` +
      "as an object, by objectId and a user's session token, readable to a role that the user has, with its default " +
      `caches (${kilobytes(ours.bytes)} and ${kilobytes(other.bytes)} with headers)`,
  };
}

module.exports = { pageRead };
