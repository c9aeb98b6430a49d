'use strict';
const { measure, SERVER_CORE } = require('../lib/measure');
const { at } = require('../lib/product');
const { record, replay } = require('../lib/replay');
const { kilobytes } = require('../lib/table');

/**
 * A page of a tenant's site that the gateway remembers ÷ bare node:http that answers the same bytes.
 * @param {import('../lib/product').Run} run @param {import('../lib/seed').Seeded} seeded
 * @param {{ gateway: number }} pids @returns {Promise<import('../lib/table').Outcome>}
 */
async function publicPage(run, { host }, { gateway }) {
  run.say('Cached public page ÷ bare node:http');
  const url = `${at(run.ports.gateway)}/`;
  const answer = await record(url, { host });
  const bare = await replay(run, 'bare-http', { port: run.ports.bare, core: SERVER_CORE }, answer);
  const etag = answer.headers[answer.headers.indexOf('etag') + 1];
  const headers = { Host: host };
  const [other, ours, notModified] = await measure(
    [
      { name: 'bare node:http', target: { url: bare.url, headers }, pids: [bare.pid] },
      { name: 'gateway', target: { url, headers }, pids: [gateway] },
      {
        name: 'gateway, 304',
        target: { url, headers: { ...headers, 'If-None-Match': etag } },
        pids: [gateway],
      },
    ],
    run,
  );
  const perSecond = { ours: ours.perSecond, other: other.perSecond, unit: /** @type {const} */ ('a second') };
  return {
    rows: [
      { what: 'cached public page ÷ bare node:http', ...perSecond, must: 0.75, aim: 0.9 },
      { what: '  the same, CPU per request', ours: ours.cpu, other: other.cpu, unit: 'µs' },
      {
        what: '304 ÷ its 200',
        ours: notModified.perSecond,
        other: ours.perSecond,
        unit: 'a second',
        must: 1.05,
        aim: 1.2,
      },
    ],
    note: `public page: the home page of a template, ${kilobytes(ours.bytes)} with headers, the same on both sides`,
  };
}

module.exports = { publicPage };
