'use strict';
const { median, ROUNDS, SERVER_CORE } = require('../lib/measure');

const SIDES = ['relay', 'publish', 'consumers', 'consume'];

/**
 * Events from the outbox to RabbitMQ, and from there into a consumer's transactions ÷ amqplib that does nothing else.
 * @param {import('../lib/product').Run} run @returns {Promise<import('../lib/table').Outcome>}
 */
async function events(run) {
  const { rabbitMqUrl, mongodbUri, processes, say } = run;
  if (rabbitMqUrl === undefined) return { rows: [], note: 'events: left out, as there is no RabbitMQ' };
  say('Relay and consumers ÷ amqplib');
  /** @type {Record<string, number[]>} */
  const perSecond = Object.fromEntries(SIDES.map((side) => [side, []]));
  for (let round = 1; round <= ROUNDS; round += 1) {
    for (const side of SIDES) {
      const env = { MONGODB_URI: mongodbUri, RABBITMQ_URL: rabbitMqUrl };
      const command = ['tests/load/fixtures/events.js', side];
      const { said, stop } = await processes.start(`events-${side}`, command, { core: SERVER_CORE, env });
      await stop();
      perSecond[side].push(said.perSecond);
      say(`  round ${round}  ${side}: ${Math.round(said.perSecond)} a second`);
    }
  }
  const [relay, publish, consumers, consume] = SIDES.map((side) => median(perSecond[side]));
  const unit = /** @type {const} */ ('a second');
  return {
    rows: [
      {
        what: 'outbox relay with confirms ÷ amqplib, window of 100',
        ...{ ours: relay, other: publish, unit, must: 0.7, aim: 0.9 },
      },
      {
        what: 'consumption with inbox ÷ amqplib, prefetch of 100',
        ...{ ours: consumers, other: consume, unit, must: 0.5, aim: 0.8 },
      },
    ],
    note: 'events: 6,000 of 1 KB each, on quorum queues; the relay reads them from the database and deletes them there, consumers note each in the inbox',
  };
}

module.exports = { events };
