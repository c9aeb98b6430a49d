'use strict';
const { connect } = require('amqplib');

/** Milliseconds. */
const DEADLINE = 2_000;

/** RABBITMQ_URL, or the RabbitMQ that answers where one usually is. @returns {Promise<string | undefined>} */
async function findRabbitMq() {
  const url = process.env.RABBITMQ_URL ?? 'amqp://guest:guest@127.0.0.1:5672';
  try {
    const connection = await connect(url, { timeout: DEADLINE });
    await connection.close();
    return url;
  } catch {
    return undefined;
  }
}

module.exports = { findRabbitMq };
