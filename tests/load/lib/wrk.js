'use strict';
const { spawn } = require('node:child_process');

/** Open connections, of one thread, each with one request under way. */
const CONNECTIONS = 32;
/** Seconds. A busy machine makes answers late, which is no fault of theirs. */
const TIMEOUT = 10;

/**
 * @typedef {{ url: string, headers?: Record<string, string> }} Target
 * @typedef {{ requests: number, seconds: number, bytes: number }} Load
 */

/**
 * As many requests as the target answers in that time.
 * @param {Target} target @param {{ seconds: number, core: number, signal: AbortSignal }} how
 * @returns {Promise<Load>} @throws where an answer is not 2xx or 3xx, or a connection breaks
 */
async function wrk({ url, headers = {} }, { seconds, core, signal }) {
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
  const output = await run('taskset', ['--cpu-list', String(core), 'wrk', ...size, ...sent, url], signal);
  const [, requests, time, read] = /(\d+) requests in ([\d.]+\w+), ([\d.]+\w+) read/.exec(output) ?? [];
  const wrong = /Non-2xx or 3xx responses: \d+|Socket errors: .*/.exec(output)?.[0];
  if (wrong || requests === undefined || Number(requests) === 0) {
    throw new Error(`wrk on ${url}: ${wrong ?? output}`);
  }
  return { requests: Number(requests), seconds: secondsOf(time), bytes: bytesOf(read) };
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
