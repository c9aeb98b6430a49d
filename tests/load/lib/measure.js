'use strict';
const { cpuOf } = require('./machine');
const { wrk } = require('./wrk');

/** The server under measurement has a core for itself; wrk, the database and what stands in for others share the other. */
const SERVER_CORE = 0;
const LOAD_CORE = 1;

const ROUNDS = 3;
/** Seconds. */
const MEASURED = 3;
/** Code is compiled as it is used: a slow server needs more time for as many requests. */
const WARM_UP = { requests: 10_000, seconds: 2, longest: 10 };

/**
 * @typedef {{ name: string, target: import('./wrk').Target, pids: number[] }} Side whose CPU time is that of `pids`
 * @typedef {{ perSecond: number, cpu: number, bytes: number }} Figures cpu: microseconds a request
 */

/**
 * Measures all sides in turns, so that what else the machine does hits each of them; the medians of all rounds.
 * @param {Side[]} sides @param {{ signal: AbortSignal, say(line: string): void }} run
 * @returns {Promise<Figures[]>} in the order of the sides
 */
async function measure(sides, { signal, say }) {
  for (const { target } of sides) await warmUp(target, signal);
  /** @type {Figures[][]} */
  const all = sides.map(() => []);
  for (let round = 1; round <= ROUNDS; round += 1) {
    for (const [index, side] of sides.entries()) {
      const figures = await measureOnce(side, signal);
      all[index].push(figures);
      const { perSecond, cpu } = figures;
      say(`  round ${round}  ${side.name}: ${Math.round(perSecond)} a second, ${cpu.toFixed(1)} µs of CPU`);
    }
  }
  return all.map(medians);
}

/** @param {Side['target']} target @param {AbortSignal} signal */
async function warmUp(target, signal) {
  let requests = 0;
  for (let spent = 0; requests < WARM_UP.requests && spent < WARM_UP.longest; spent += WARM_UP.seconds) {
    requests += (await wrk(target, { seconds: WARM_UP.seconds, core: LOAD_CORE, signal })).requests;
  }
}

/** @param {Side} side @param {AbortSignal} signal @returns {Promise<Figures>} */
async function measureOnce({ target, pids }, signal) {
  const cpu = () => pids.reduce((sum, pid) => sum + cpuOf(pid), 0);
  const before = cpu();
  const { requests, seconds, bytes } = await wrk(target, { seconds: MEASURED, core: LOAD_CORE, signal });
  return { perSecond: requests / seconds, cpu: (cpu() - before) / requests, bytes: bytes / requests };
}

/** @param {Figures[]} all @returns {Figures} */
function medians(all) {
  const of = (/** @type {keyof Figures} */ figure) => median(all.map((figures) => figures[figure]));
  return { perSecond: of('perSecond'), cpu: of('cpu'), bytes: of('bytes') };
}

/** @param {number[]} values */
function median(values) {
  return percentile(values, 50);
}

/** @param {number[]} values @param {number} share of 100 @returns {number} NaN where there is none */
function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(Math.floor((values.length * share) / 100), values.length - 1)] ?? NaN;
}

module.exports = { measure, median, percentile, warmUp, SERVER_CORE, LOAD_CORE, ROUNDS, MEASURED };
