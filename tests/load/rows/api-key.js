'use strict';
const { measure } = require('../lib/measure');
const { at } = require('../lib/product');

/**
 * A page read by an API key ÷ the same read by a token, both through the gateway.
 * @param {import('../lib/product').Run} run @param {import('../lib/seed').Seeded} seeded
 * @param {{ gateway: number, content: number }} pids
 * @returns {Promise<import('../lib/table').Outcome>}
 */
async function apiKey(run, seeded, pids) {
  run.say('A call with an API key ÷ with a token');
  const url = `${at(run.ports.gateway)}/api/tenants/${seeded.tenantId}/pages/${seeded.pageId}`;
  const by = (/** @type {string} */ name, /** @type {Record<string, string>} */ headers) => {
    return { name, target: { url, headers }, pids: [pids.gateway] };
  };
  const [key, token] = await measure(
    [
      by('API key', { 'X-API-Key': seeded.apiKey }),
      by('token', { Authorization: `Bearer ${seeded.accessToken}` }),
    ],
    run,
  );
  const what = 'gateway CPU per call with an API key ÷ with a token';
  return {
    rows: [{ what, ours: key.cpu, other: token.cpu, unit: 'µs', must: 1.1, aim: 1.02 }],
    note: 'API key: one key and one token of the same tenant, the same page',
  };
}

module.exports = { apiKey };
