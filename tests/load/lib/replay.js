'use strict';
const { writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { request } = require('undici');

/** Of the connection, or written by node:http itself. */
const NOT_RECORDED = new Set(['connection', 'keep-alive', 'date', 'transfer-encoding']);

/** @typedef {{ status: number, headers: string[], body: string }} Recorded `headers`: names and values in turn */

/**
 * An answer as it can be given again.
 * @param {string} url @param {Record<string, string>} headers
 * @returns {Promise<Recorded>} @throws where it is no 200
 */
async function record(url, headers) {
  const { statusCode: status, headers: answered, body: stream } = await request(url, { headers });
  const body = await stream.text();
  if (status !== 200) throw new Error(`${url} answered ${status}: ${body}`);
  const kept = Object.entries(answered).filter(([name]) => !NOT_RECORDED.has(name));
  return { status, headers: kept.flatMap(([name, value]) => [name, String(value)]), body };
}

/**
 * Starts bare node:http that gives a recorded answer to every request.
 * @param {import('./product').Run} run @param {string} name @param {{ port: number, core: number }} where
 * @param {Recorded} answer
 */
async function replay({ processes, folder }, name, { port, core }, answer) {
  const file = join(folder, `${name}.json`);
  writeFileSync(file, JSON.stringify(answer));
  const { pid } = await processes.start(name, ['tests/load/fixtures/replay.js', String(port), file], {
    core,
  });
  return { pid, url: `http://127.0.0.1:${port}` };
}

module.exports = { record, replay };
