'use strict';
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

module.exports = { until };
