'use strict';
const { LOAD_CORE, MEASURED, median, ROUNDS, warmUp } = require('../lib/measure');
const { at } = require('../lib/product');
const { wrk } = require('../lib/wrk');

/** @typedef {{ offered: number, good: number, shed: number, late: number, other: number }} Fates each a second */

/**
 * What the product still answers when twice as much is asked of it as it can do ÷ the most that it answers.
 * @param {import('../lib/product').Run} run @param {import('../lib/seed').Seeded} seeded
 * @returns {Promise<import('../lib/table').Outcome>}
 */
async function overload(run, seeded) {
  run.say('Twice the peak ÷ the peak');
  const target = {
    url: `${at(run.ports.gateway)}/api/tenants/${seeded.tenantId}/pages/${seeded.pageId}`,
    headers: { Authorization: `Bearer ${seeded.accessToken}` },
  };
  await warmUp(target, run.signal);
  /** @type {(Fates & { peak: number })[]} */
  const rounds = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    const { requests, seconds } = await wrk(target, {
      seconds: MEASURED,
      core: LOAD_CORE,
      signal: run.signal,
    });
    const peak = requests / seconds;
    const fates = await fatesAt(2 * peak, target, run);
    rounds.push({ peak, ...fates });
    const of = (/** @type {keyof Fates} */ fate) => Math.round(fates[fate]);
    run.say(
      `  round ${round}  peak ${Math.round(peak)} a second; of ${of('offered')} offered ${of('good')} good, ` +
        `${of('shed')} shed, ${of('late')} late, ${of('other')} otherwise`,
    );
  }
  const middle = (/** @type {keyof Fates | 'peak'} */ name) => median(rounds.map((each) => each[name]));
  return {
    rows: [
      {
        what: 'goodput at twice the peak ÷ peak',
        ours: middle('good'),
        other: middle('peak'),
        unit: 'a second',
        must: 0.85,
        aim: 0.95,
      },
      {
        what: '  503 with Retry-After ÷ all the others',
        ours: median(rounds.map(({ shed }) => shed)),
        other: median(rounds.map(({ offered, good }) => offered - good)),
        unit: 'a second',
        must: 0.99,
        aim: 1,
      },
    ],
    note:
      'overload: page reads by a token; the peak by wrk, then twice as many a second whatever becomes of them, from ' +
      '8 addresses; good is 2xx within a second; gateway, content and identity share the core',
  };
}

/**
 * @param {number} perSecond @param {import('../lib/wrk').Target} target @param {import('../lib/product').Run} run
 * @returns {Promise<Fates>}
 */
async function fatesAt(perSecond, { url, headers }, { processes }) {
  const command = ['tests/load/fixtures/open-loop.js', url, String(perSecond), JSON.stringify(headers)];
  const { said, stop } = await processes.start('open-loop', command, { core: LOAD_CORE });
  await stop();
  return said;
}

module.exports = { overload };
