'use strict';

/**
 * @typedef {{ path: string, method?: 'GET' | 'POST' | 'PUT', headers: Record<string, string>, body?: string | null }} Request
 */

/**
 * @param {import('undici').Pool} pool @param {Request} request @param {readonly number[]} [expected] statuses
 * @returns {Promise<any>} what the answer carries @throws for any other status
 */
async function ask(pool, { method = 'GET', ...request }, expected = [200]) {
  const answer = await pool.request({ method, ...request });
  const text = await answer.body.text();
  if (!expected.includes(answer.statusCode)) {
    throw new Error(`${method} ${request.path}: ${answer.statusCode} ${text}`);
  }
  return JSON.parse(text).data;
}

module.exports = { ask };
