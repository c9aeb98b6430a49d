'use strict';
const { setTimeout: sleep } = require('node:timers/promises');
const { MongoClient } = require('mongoose').mongo;
const { newId } = require('@siteninja/core');
const { median, percentile, ROUNDS, SERVER_CORE } = require('../lib/measure');
const { addWebhook, ask, happen, received, startIntegration } = require('../lib/webhooks');

/** @typedef {import('../lib/webhooks').Integration} Integration */

const DELIVERIES = 3_000;
const BATCH = 100;
const ENDPOINTS = 1_000;
const HANGING = 100;
/** Events a second, over all tenants, and for how many seconds. */
const PACE = 100;
const SECONDS = 15;
/** Milliseconds until what hangs is given up, and then sent again. */
const UNTIL_RETRIED = 25_000;
/** Events that wait for audit log and feed, and in how many milliseconds they are to be there. */
const BACKLOG = 10_000;
const DRAINED_WITHIN = 30_000;
const COMMITS = 100;
/** Milliseconds from a commit to the first attempt. */
const LONGEST = 1_000;

/**
 * Webhooks: how many deliveries a second, whom endpoints that hang delay, and how soon the first attempt comes.
 * @param {import('../lib/product').Run} run @returns {Promise<import('../lib/table').Outcome>}
 */
async function deliveries(run) {
  if (run.rabbitMqUrl === undefined)
    return { rows: [], note: 'deliveries: left out, as there is no RabbitMQ' };
  run.say('Deliveries of webhooks ÷ undici');
  const integration = await startIntegration(run, run.rabbitMqUrl);
  const database = await MongoClient.connect(run.mongodbUri);
  try {
    const soon = await firstAttempts(integration);
    const drained = await drainBacklog(integration);
    const rate = await deliveryRate(integration, database.db('siteninja_integration'));
    const among = await amongHanging(integration);
    return {
      rows: [rate, among, soon, drained],
      note:
        `deliveries: ${DELIVERIES} to one webhook, signed, with their log and state written, ÷ the same number of POSTs; ` +
        `${PACE} events a second for ${SECONDS} s, ${ROUNDS} times, to ${ENDPOINTS} tenants with a webhook each, without and with ` +
        `${HANGING} that hang, p95 of the others; ${COMMITS} changes, from the event's time to its receipt`,
    };
  } finally {
    await database.close();
    await integration.stop();
  }
}

/** @param {Integration} integration */
async function drainBacklog(integration) {
  const tenantId = newId();
  const began = Date.now();
  await happenOften(integration, tenantId, BACKLOG);
  const ours = Date.now() - began;
  integration.run.say(`  ${BACKLOG} events are in the feed after ${ours} ms`);
  const what = `${BACKLOG} events from the broker to the feed ÷ 30 s`;
  return { what, ours, other: DRAINED_WITHIN, unit: /** @type {const} */ ('ms'), must: 1, aim: 0.5 };
}

/** @param {Integration} integration @param {string} tenantId @param {number} count */
async function happenOften(integration, tenantId, count) {
  for (let sent = 0; sent < count; sent += BATCH) await happen(integration, Array(BATCH).fill(tenantId));
  const last = `/events?after=${count - 1}`;
  await waitFor(async () => (await ask(integration, tenantId, 'GET', last)).items.length > 0);
}

/** @param {Integration} integration @param {import('mongoose').mongo.Db} database */
async function deliveryRate(integration, database) {
  const { run, receiver } = integration;
  const tenantId = newId();
  await happenOften(integration, tenantId, DELIVERIES);
  const span = { from: '2000-01-01T00:00:00Z', to: '2999-01-01T00:00:00Z' };
  const { id } = await addWebhook(integration, tenantId, '/count', ['page.updated']);
  // The log is written last. Counting costs SecantusDB a look at each row, so it begins when all have been received.
  const logged = () => database.collection('deliveryAttempts').estimatedDocumentCount();
  /** @type {{ ours: number[], other: number[] }} */
  const perSecond = { ours: [], other: [] };
  // The first round warms up, and counts for nothing.
  for (let round = 0; round <= ROUNDS; round += 1) {
    const before = await logged();
    await received(integration);
    await ask(integration, tenantId, 'POST', `/webhooks/${id}/replay`, span);
    await waitFor(async () => (await received(integration, '/peek')).count >= DELIVERIES);
    await waitFor(async () => (await logged()) >= before + DELIVERIES);
    const { first, count } = await received(integration);
    const ours = (count / (Date.now() - first)) * 1_000;
    const command = ['tests/load/fixtures/post.js', `${receiver}/count`, String(DELIVERIES)];
    const { said, stop } = await run.processes.start('post', command, { core: SERVER_CORE });
    await stop();
    if (round === 0) continue;
    perSecond.ours.push(ours);
    perSecond.other.push(said.perSecond);
    run.say(
      `  round ${round}  deliveries: ${Math.round(ours)} a second, undici: ${Math.round(said.perSecond)}`,
    );
  }
  return {
    what: 'deliveries ÷ undici with 64 in flight',
    ...{ ours: median(perSecond.ours), other: median(perSecond.other) },
    ...{ unit: /** @type {const} */ ('a second'), must: 0.4, aim: 0.6 },
  };
}

/** @param {Integration} integration */
async function amongHanging(integration) {
  const tenants = Array.from({ length: ENDPOINTS }, () => newId());
  for (let first = 0; first < ENDPOINTS; first += 10) {
    const some = tenants.slice(first, first + 10).map((tenantId, index) => {
      const path = first + index < HANGING ? '/hang' : '/timed';
      return addWebhook(integration, tenantId, path, ['page.updated']);
    });
    await Promise.all(some);
  }
  await paced(integration, tenants, 5);
  /** @type {{ quiet: number[], hanging: number[] }} */
  const p95 = { quiet: [], hanging: [] };
  // In turns, as everything takes the longer the more the database holds.
  for (let round = 1; round <= ROUNDS; round += 1) {
    p95.quiet.push(await paced(integration, tenants, SECONDS));
    await received(integration, '/on');
    p95.hanging.push(await paced(integration, tenants, SECONDS));
    await received(integration, '/off');
    await sleep(UNTIL_RETRIED);
    const [quiet, hanging] = [p95.quiet.at(-1), p95.hanging.at(-1)];
    integration.run.say(
      `  round ${round}  p95 quiet: ${quiet} ms, while ${HANGING} of ${ENDPOINTS} hang: ${hanging} ms`,
    );
  }
  const [quiet, hanging] = [median(p95.quiet), median(p95.hanging)];
  const what = `p95 of deliveries while ${HANGING} of ${ENDPOINTS} endpoints hang ÷ quiet`;
  return { what, ours: hanging, other: quiet, unit: /** @type {const} */ ('ms'), must: 1.2, aim: 1.05 };
}

/** @param {Integration} integration @param {string[]} tenants @param {number} seconds @returns {Promise<number>} p95 */
async function paced(integration, tenants, seconds) {
  await received(integration);
  const each = PACE / 10;
  const began = Date.now();
  for (let tick = 0; tick < seconds * 10; tick += 1) {
    // Every tenth part of a second a few, spread over all tenants.
    const some = Array.from(
      { length: each },
      (_, index) => tenants[(tick + index * (ENDPOINTS / each)) % tenants.length],
    );
    await happen(integration, some);
    await sleep(Math.max(began + (tick + 1) * 100 - Date.now(), 0));
  }
  await settled(integration);
  return percentile((await received(integration)).latencies, 95);
}

/** Until nothing has come for two seconds: what is late belongs to this figure, and not to the next. @param {Integration} integration */
async function settled(integration) {
  for (let before = -1, count = 0; count !== before;) {
    before = count;
    await sleep(2_000);
    ({ count } = await received(integration, '/peek'));
  }
}

/** @param {Integration} integration */
async function firstAttempts(integration) {
  const tenantId = newId();
  const { id } = await addWebhook(integration, tenantId, '/timed', ['webhook.updated']);
  await received(integration);
  for (let commit = 0; commit < COMMITS; commit += 1) {
    await ask(integration, tenantId, 'PUT', `/webhooks/${id}`, { description: String(commit) });
    await sleep(50);
  }
  await sleep(1_000);
  const { latencies } = await received(integration);
  const ours = percentile(latencies, 95);
  integration.run.say(
    `  p95 from the commit to the first attempt: ${ours} ms (${latencies.length} of ${COMMITS})`,
  );
  const what = 'p95 from a commit to the first attempt ÷ a second';
  return { what, ours, other: LONGEST, unit: /** @type {const} */ ('ms'), must: 1, aim: 0.15 };
}

/** @param {() => Promise<boolean>} isSo */
async function waitFor(isSo) {
  while (!(await isSo())) await sleep(200);
}

module.exports = { deliveries };
