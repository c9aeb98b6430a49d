'use strict';
const { spawn } = require('node:child_process');
const { mkdtempSync, rmSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

/** Open connections, of one thread, each with one request under way. */
const CONNECTIONS = 32;
/** Seconds. A busy machine makes answers late, which is no fault of theirs. */
const TIMEOUT = 10;

/**
 * @typedef {{ url: string, headers?: Record<string, string>, body?: object }} Target `body` is sent by POST, each time
 *   with a `slug` of its own
 * @typedef {{ requests: number, seconds: number, bytes: number }} Load
 */

/**
 * As many requests as the target answers in that time.
 * @param {Target} target @param {{ seconds: number, core: number, signal: AbortSignal }} how
 * @returns {Promise<Load>} @throws where an answer is not 2xx or 3xx, or a connection breaks
 */
async function wrk({ url, headers = {}, body }, { seconds, core, signal }) {
  const sent = Object.entries(headers).flatMap(([name, value]) => ['--header', `${name}: ${value}`]);
  const size = [
    '--threads',
    '1',
    '--connections',
    String(CONNECTIONS),
    '--duration',
    `${seconds}s`,
    '--timeout',
    `${TIMEOUT}s`,
  ];
  const folder = mkdtempSync(join(tmpdir(), 'siteninja-wrk-'));
  const script = body ? ['--script', scriptOf(body, folder)] : [];
  const command = ['--cpu-list', String(core), 'wrk', ...size, ...script, ...sent, url];
  const output = await run('taskset', command, signal).finally(() => rmSync(folder, { recursive: true }));
  const [, requests, time, read] = /(\d+) requests in ([\d.]+\w+), ([\d.]+\w+) read/.exec(output) ?? [];
  const wrong = /Non-2xx or 3xx responses: \d+|Socket errors: .*/.exec(output)?.[0];
  if (wrong || requests === undefined || Number(requests) === 0) {
    throw new Error(`wrk on ${url}: ${wrong ?? output}`);
  }
  return { requests: Number(requests), seconds: secondsOf(time), bytes: bytesOf(read) };
}

const SLUG = 'slug-of-each';

/**
 * No two runs begin in the same second.
 * @param {object} body @param {string} folder
 */
function scriptOf(body, folder) {
  const file = join(folder, 'post.lua');
  const [before, after] = JSON.stringify({ ...body, slug: SLUG }).split(SLUG);
  writeFileSync(
    file,
    `wrk.method = 'POST'
wrk.headers['Content-Type'] = 'application/json'
local run = os.time()
local count = 0
function request()
  count = count + 1
  return wrk.format(nil, nil, nil, [==[${before}]==] .. 'page-' .. run .. '-' .. count .. [==[${after}]==])
end
`,
  );
  return file;
}

/** @param {string} time such as 3.01s or 950.2ms */
function secondsOf(time) {
  return time.endsWith('ms') ? parseFloat(time) / 1000 : parseFloat(time);
}

/** @param {string} read such as 12.3MB */
function bytesOf(read) {
  const power = ['B', 'KB', 'MB', 'GB'].indexOf(read.replace(/[\d.]/g, ''));
  return parseFloat(read) * 1024 ** power;
}

/** @param {string} command @param {string[]} args @param {AbortSignal} signal @returns {Promise<string>} */
function run(command, args, signal) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], signal });
    let output = '';
    child.stdout.on('data', (data) => (output += data));
    child.stderr.on('data', (data) => (output += data));
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve(output) : reject(new Error(output))));
  });
}

module.exports = { wrk, CONNECTIONS };
