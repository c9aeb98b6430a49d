'use strict';
const { connect } = require('node:net');

/** Milliseconds. */
const DEADLINE = 1000;

/**
 * REDIS_URL, or the Redis that answers where one usually is (in a database of its own, away from other users).
 * @returns {Promise<string | undefined>}
 */
async function findRedis() {
  if (process.env.REDIS_URL) return process.env.REDIS_URL;
  return (await answers(6379)) ? 'redis://127.0.0.1:6379/15' : undefined;
}

/** @param {number} port @returns {Promise<boolean>} */
function answers(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    const end = (/** @type {boolean} */ found) => {
      socket.destroy();
      resolve(found);
    };
    socket.setTimeout(DEADLINE, () => end(false));
    socket.once('error', () => end(false));
    socket.once('data', (data) => end(data.toString().startsWith('+PONG')));
  });
}

module.exports = { findRedis };
