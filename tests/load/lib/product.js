'use strict';
const { join } = require('node:path');
const { request } = require('undici');
const { GATEWAY, mintIdentityToken, privateKeyFrom } = require('@siteninja/core');
const { openSecrets } = require('../../../deploy/local/dist/secrets.js');
const { SERVER_CORE, LOAD_CORE } = require('./measure');
const { pause } = require('./processes');

const START_SERVICE = 'deploy/local/dist/start-service.js';
const SERVICES = ['tenant', 'content', 'identity', 'billing', 'asset', 'integration'];
/** Milliseconds for the pages of a new tenant to arrive by event. */
const PAGES_WITHIN = 20_000;

/**
 * @typedef {ReturnType<typeof import('./processes').processes>} Processes
 * @typedef {{ processes: Processes, signal: AbortSignal, say(line: string): void, folder: string,
 *   mongodbUri: string, redisUrl: string | undefined, port: number }} Run
 * @typedef {{ host: string, tenantId: string, pageId: string, accessToken: string, role: string, userId: string,
 *   sessionId: string }} Seeded
 */

/** What all our processes are told: as in production, but that limits do not bite. @param {Run} run */
function environment({ folder, mongodbUri, redisUrl }) {
  return {
    NODE_ENV: 'production',
    ALLOW_EMBEDDED: 'true',
    CHECK_ANSWERS: 'false',
    LOG_LEVEL: 'warn',
    RATE_LIMIT_SCALE: '1000000',
    DATA_FOLDER: folder,
    MONGODB_URI: mongodbUri,
    REDIS_URL: redisUrl ?? '',
    RABBITMQ_URL: '',
    BASE_DOMAIN: 'localhost',
    HOST: '127.0.0.1',
  };
}

/** Registers a user with a tenant from a template, publishes its pages, and takes all down again. @param {Run} run */
async function seedProduct(run) {
  const { processes, port } = run;
  const product = await processes.start('product', [join('tests/load/fixtures/product.js')], {
    core: LOAD_CORE,
    env: { ...environment(run), PORT: String(port) },
  });
  const seeded = await seed(apiAt(`http://127.0.0.1:${port}`, run.signal));
  await product.stop();
  return seeded;
}

/** @param {(method: 'GET' | 'POST', path: string, body?: object, token?: string) => Promise<any>} call @returns {Promise<Seeded>} */
async function seed(call) {
  const { items: templates } = await call('GET', '/templates');
  const subdomain = 'bench';
  const { accessToken, activeTenantId: tenantId } = await call('POST', '/auth/register', {
    email: 'owner@bench.example',
    password: '9v-kettle-Orbit-marmalade',
    name: 'Bench',
    tenant: {
      name: 'Bench',
      businessName: 'Bench Plumbing',
      businessType: 'Plumbing',
      subdomain,
      templateId: templates[0].id,
    },
  });
  const pages = await pagesOf(call, tenantId, accessToken);
  for (const { id } of pages) await call('POST', `/tenants/${tenantId}/pages/${id}/publish`, {}, accessToken);
  const { id: pageId } = pages.find(({ slug }) => slug === 'home') ?? pages[0];
  const { sub: userId, sid: sessionId } = JSON.parse(
    Buffer.from(accessToken.split('.')[1], 'base64url').toString(),
  );
  return { host: `${subdomain}.localhost`, tenantId, pageId, accessToken, role: 'admin', userId, sessionId };
}

/** @param {(method: 'GET', path: string, body: undefined, token: string) => Promise<any>} call @param {string} tenantId @param {string} token @returns {Promise<{ id: string, slug: string }[]>} */
async function pagesOf(call, tenantId, token) {
  for (const started = Date.now(); Date.now() - started < PAGES_WITHIN; await pause(100)) {
    const { items } = await call('GET', `/tenants/${tenantId}/pages`, undefined, token);
    if (items.length > 0) return items;
  }
  throw new Error('The pages of a new tenant did not arrive in time.');
}

/** @param {string} url @param {AbortSignal} signal */
function apiAt(url, signal) {
  /** @param {'GET' | 'POST'} method @param {string} path @param {object} [body] @param {string} [token] @returns {Promise<any>} */
  return async (method, path, body, token) => {
    const answer = await fetch(`${url}/api${path}`, {
      method,
      headers: {
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...(token ? { authorization: `Bearer ${token}` } : {}),
      },
      body: body ? JSON.stringify(body) : null,
      signal,
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return JSON.parse(text).data;
  };
}

/**
 * Starts a service or the gateway in a process of its own on the server's core.
 * @param {Run} run @param {string} name @param {{ port: number, urls: Record<string, string>, log?: string }} where
 */
async function startProcess(run, name, { port, urls, log = name }) {
  const env = { ...environment(run), PORT: String(port) };
  for (const service of SERVICES) env[`${service.toUpperCase()}_URL`] = urls[service] ?? urls.others;
  const readyUrl = `http://127.0.0.1:${port}/health`;
  return run.processes.start(log, [START_SERVICE, name], { core: SERVER_CORE, env, readyUrl });
}

/** Of the connection, or written by node:http itself. */
const NOT_RECORDED = new Set(['connection', 'keep-alive', 'date', 'transfer-encoding']);

/**
 * An answer as it can be given again. @param {string} url @param {Record<string, string>} headers
 * @returns {Promise<{ status: number, headers: string[], body: string }>}
 */
async function record(url, headers) {
  const { statusCode, headers: answered, body } = await request(url, { headers });
  const text = await body.text();
  if (statusCode !== 200) throw new Error(`${url} answered ${statusCode}: ${text}`);
  const kept = Object.entries(answered).filter(([name]) => !NOT_RECORDED.has(name));
  return { status: statusCode, headers: kept.flatMap(([name, value]) => [name, String(value)]), body: text };
}

/** The headers with which the gateway would ask content, by which a service can be asked without it. @param {Run} run @param {Seeded} seeded */
function gatewayHeaders({ folder }, { userId, sessionId, tenantId }) {
  const tenant = {
    id: tenantId,
    status: /** @type {const} */ ('trial'),
    deleted: false,
    role: /** @type {const} */ ('admin'),
  };
  const who = {
    type: /** @type {const} */ ('user'),
    userId,
    sessionId,
    isSuperAdmin: false,
    permissions: new Set(),
  };
  const key = privateKeyFrom(openSecrets(folder).signingKeys[GATEWAY]);
  const token = mintIdentityToken({ ...who, tenant }, { issuer: GATEWAY, audience: 'content', key });
  return { 'x-siteninja-identity': token, 'x-request-id': '00000000-0000-4000-8000-000000000000' };
}

module.exports = { seedProduct, startProcess, record, gatewayHeaders };
