'use strict';
const { cpuOf } = require('./machine');
const { pause } = require('./processes');

/**
 * Asks again and again until it is so.
 * @template T
 * @param {() => Promise<T | false | undefined>} ask @param {{ within: number, what: string }} limit milliseconds, and
 *   what did not come in time
 * @returns {Promise<T>}
 */
async function until(ask, { within, what }) {
  for (const started = Date.now(); Date.now() - started < within; await pause(100)) {
    const found = await ask();
    if (found) return found;
  }
  throw new Error(`${what} did not come in time.`);
}

/** Microseconds of CPU that a process may use while it rests, in so many milliseconds. */
const AT_REST = 25_000;
const REST = 300;

/**
 * Waits until a process has nothing to do any more, such as what follows a change by event.
 * @param {number} pid @param {number} within milliseconds
 */
async function untilAtRest(pid, within) {
  const rests = async () => {
    const before = cpuOf(pid);
    await pause(REST);
    return cpuOf(pid) - before < AT_REST;
  };
  await until(rests, { within, what: 'The rest of a process' });
}

module.exports = { until, untilAtRest };
