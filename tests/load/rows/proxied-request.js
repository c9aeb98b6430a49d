'use strict';
const { LOAD_CORE, measure, SERVER_CORE } = require('../lib/measure');
const { at, gatewayHeaders, startProcess } = require('../lib/product');
const { record, replay } = require('../lib/replay');
const { kilobytes } = require('../lib/table');

/** @type {{ name: string, script: string, options: string[] }[]} */
const OTHERS = [
  { name: 'Express + http-proxy-middleware', script: 'express-proxy', options: [] },
  { name: 'the same, keep-alive agent', script: 'express-proxy', options: ['keep-alive'] },
  { name: 'bare undici proxy', script: 'undici-proxy', options: [] },
];

/** A path that the gateway neither identifies nor counts, as the service behind it does that by a signature. */
const UNGUARDED = '/api/billing/stripe/webhook';

/**
 * What the gateway itself costs in front of a service ÷ what proxies cost that do nothing else. The service is a
 * stand-in that repeats content's own answer, so that nothing but the proxy is slow.
 * @param {import('../lib/product').Run} run @param {import('../lib/seed').Seeded} seeded
 * @returns {Promise<import('../lib/table').Outcome>}
 */
async function proxiedRequest(run, seeded) {
  run.say('Proxied request ÷ other proxies');
  const { content, identity, standIn, gatewayBeforeStandIn: port, proxies } = run.ports;
  const path = `/tenants/${seeded.tenantId}/pages/${seeded.pageId}`;
  const answer = await record(at(content) + path, gatewayHeaders(run, seeded));
  const service = await replay(run, 'stand-in', { port: standIn, core: LOAD_CORE }, answer);
  const urls = { others: service.url, identity: at(identity) };
  const gateway = await startProcess(run, 'gateway', { port, urls, as: 'gateway-before-stand-in' });
  const headers = { Authorization: `Bearer ${seeded.accessToken}` };
  const sides = [
    { name: 'gateway', target: { url: `${at(port)}/api${path}`, headers }, pids: [gateway.pid] },
    { name: 'gateway, neither auth nor limit', target: { url: at(port) + UNGUARDED }, pids: [gateway.pid] },
  ];
  for (const [index, { name, script, options }] of OTHERS.entries()) {
    const own = proxies[index];
    const command = [`tests/load/fixtures/${script}.js`, String(own), service.url, ...options];
    const { pid } = await run.processes.start([script, ...options].join('-'), command, { core: SERVER_CORE });
    sides.push({ name, target: { url: at(own) + path, headers }, pids: [pid] });
  }
  const [ours, unguarded, byDefault, keepAlive, undici] = await measure(sides, run);
  const against = (/** @type {import('../lib/measure').Figures} */ other) => {
    return { ours: ours.cpu, other: other.cpu, unit: /** @type {const} */ ('µs') };
  };
  const what = 'gateway CPU per proxied request ÷ Express + http-proxy-middleware';
  return {
    rows: [
      { what, ...against(byDefault), must: 0.5, aim: 0.38 },
      { what: '  ÷ the same with a keep-alive agent', ...against(keepAlive) },
      { what: '  ÷ bare undici proxy', ...against(undici), must: 2.6, aim: 1.9 },
      {
        what: 'requests a second with auth and limit ÷ without',
        ours: ours.perSecond,
        other: unguarded.perSecond,
        unit: 'a second',
        must: 0.76,
        aim: 0.92,
      },
    ],
    note:
      'proxied request: a page read, signed in, with limit and headers, on a connection that is kept; the service ' +
      `is bare node:http that repeats content's own answer (${kilobytes(answer.body.length)})`,
  };
}

module.exports = { proxiedRequest };
