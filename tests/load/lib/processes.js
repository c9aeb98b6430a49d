'use strict';
const { spawn } = require('node:child_process');
const { createServer } = require('node:net');
const { mkdirSync, openSync, closeSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

const ROOT = join(__dirname, '..', '..', '..');
const END_WITH_PARENT = join(__dirname, 'end-with-parent.js');
/** Milliseconds. */
const START_DEADLINE = 30_000;
const STOP_DEADLINE = 8_000;

/**
 * @typedef {{ pid: number, stop(): Promise<void>, said: any }} Started `said` is the message that it was ready with
 * @typedef {{ core: number, env?: NodeJS.ProcessEnv, readyUrl?: string, tell?: object }} Start
 */

/**
 * The Node processes of one run, each pinned to a core, its output in a file; all end with this process.
 * @param {string} logFolder @param {AbortSignal} signal
 */
function processes(logFolder, signal) {
  mkdirSync(logFolder, { recursive: true });
  /** @type {{ stop(): Promise<void> }[]} */
  const running = [];
  const aborted = new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
  });
  aborted.catch(() => undefined);
  return {
    /**
     * Starts a script and waits until it answers at `readyUrl`, or until it says that it is ready.
     * @param {string} name @param {string[]} command script and arguments @param {Start} start
     * @returns {Promise<Started>}
     */
    async start(name, command, start) {
      signal.throwIfAborted();
      const { ready, failed, ...started } = spawnPinned(name, command, start, join(logFolder, `${name}.log`));
      running.push(started);
      const answering = start.readyUrl ? answersAt(start.readyUrl, signal) : ready;
      const said = await Promise.race([answering, failed, aborted, tooLate(name)]);
      return { ...started, said };
    },
    /** The last one first: what was started later may need what was there before it. */
    async stopAll() {
      for (const started of running.splice(0).reverse()) await started.stop();
    },
  };
}

/** @param {string} name @param {string[]} command @param {Start} start @param {string} logFile */
function spawnPinned(name, command, { core, env = {}, tell }, logFile) {
  const log = openSync(logFile, 'w');
  const node = [process.execPath, '--require', END_WITH_PARENT, ...command];
  const child = spawn('taskset', ['--cpu-list', String(core), ...node], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    // A group of its own: Ctrl-C reaches us alone, and we end the rest in order.
    detached: true,
    stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);
  if (tell) child.send(tell);
  let stopping = false;
  const ended = new Promise((resolve) => child.once('close', resolve));
  const ready = new Promise((resolve) => child.once('message', resolve));
  const failed = new Promise((_, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      if (!stopping) reject(new Error(`${name} ended (${code}): ${lastWords(logFile)} (${logFile})`));
    });
  });
  failed.catch(() => undefined); // Whoever waits for it hears of it; the others need not.
  const stop = async () => {
    stopping = true;
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), STOP_DEADLINE);
    await ended;
    clearTimeout(late);
  };
  return { pid: Number(child.pid), stop, failed, ready };
}

/** @param {string} logFile */
function lastWords(logFile) {
  return readFileSync(logFile, 'utf8').trim().split('\n').slice(-12).join('\n');
}

/** @param {string} url @param {AbortSignal} signal */
async function answersAt(url, signal) {
  while (!signal.aborted) {
    const answer = await fetch(url, { signal }).catch(() => undefined);
    await answer?.arrayBuffer();
    if (answer?.ok) return;
    await pause(50);
  }
}

/** @param {string} name */
async function tooLate(name) {
  await pause(START_DEADLINE);
  throw new Error(`${name} did not answer within ${START_DEADLINE / 1000} s.`);
}

/** @param {number} milliseconds @returns {Promise<void>} that does not keep the process alive by itself */
function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
}

/** @param {number} count @returns {Promise<number>} the first of as many free ports of 127.0.0.1 in a row */
async function freePorts(count) {
  for (let first = 20_000; first < 30_000; first += count) {
    const ports = Array.from({ length: count }, (_, index) => first + index);
    const free = await Promise.all(ports.map(isFree));
    if (free.every(Boolean)) return first;
  }
  throw new Error(`There are no ${count} free ports in a row between 20000 and 30000.`);
}

/** @param {number} port @returns {Promise<boolean>} */
function isFree(port) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

module.exports = { processes, freePorts, pause, ROOT };
