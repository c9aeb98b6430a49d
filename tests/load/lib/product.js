'use strict';
const { GATEWAY, mintIdentityToken, privateKeyFrom, SERVICES } = require('@siteninja/core');
const { openSecrets } = require('../../../deploy/local/dist/secrets.js');
const { SERVER_CORE } = require('./measure');

/**
 * @typedef {ReturnType<typeof import('./processes').processes>} Processes
 * @typedef {ReturnType<typeof portsFrom>} Ports
 * @typedef {{ processes: Processes, signal: AbortSignal, say(line: string): void, folder: string,
 *   mongodbUri: string, redisUrl: string | undefined, rabbitMqUrl: string | undefined, ports: Ports }} Run
 */

const PORTS = 15;

/** Gateway and services lie as under `npm start`, the rest after them. @param {number} first of PORTS free ones */
function portsFrom(first) {
  return {
    gateway: first,
    content: first + 1 + SERVICES.indexOf('content'),
    identity: first + 1 + SERVICES.indexOf('identity'),
    bare: first + 7,
    standIn: first + 8,
    gatewayBeforeStandIn: first + 9,
    proxies: [first + 10, first + 11, first + 12],
    parseServer: first + 13,
    integration: first + 1 + SERVICES.indexOf('integration'),
    receiver: first + 14,
  };
}

/** What all our processes are told: as in production, but that limits do not bite. @param {Run} run */
function environment({ folder, mongodbUri, redisUrl }) {
  return {
    NODE_ENV: 'production',
    ALLOW_EMBEDDED: 'true',
    VALIDATE_RESPONSES: 'false',
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

/**
 * Gateway, content and identity, each in a process of its own. The others have nothing to do with what is measured:
 * identity answers in their place when the gateway asks how they are.
 * @param {Run} run
 */
async function startProduct(run) {
  const { gateway, content, identity } = run.ports;
  const urls = { content: at(content), identity: at(identity), others: at(identity) };
  const { pid: identityPid } = await startProcess(run, 'identity', { port: identity, urls });
  const { pid: contentPid } = await startProcess(run, 'content', { port: content, urls });
  const { pid: gatewayPid } = await startProcess(run, 'gateway', { port: gateway, urls });
  return { gateway: gatewayPid, content: contentPid, identity: identityPid };
}

/**
 * Gateway and all six services in one process, in which what follows by event does follow.
 * @param {Run} run @param {number} core
 */
function startWhole(run, core) {
  const env = { ...environment(run), PORT: String(run.ports.gateway) };
  return run.processes.start('product', ['tests/load/fixtures/product.js'], { core, env });
}

/**
 * Starts a service or the gateway in a process of its own on the server's core.
 * @param {Run} run @param {string} name
 * @param {{ port: number, urls: Record<string, string>, as?: string, env?: NodeJS.ProcessEnv }} where
 */
function startProcess(run, name, { port, urls, as = name, env: more = {} }) {
  /** @type {NodeJS.ProcessEnv} */
  const env = { ...environment(run), PORT: String(port), ...more };
  for (const service of SERVICES) env[`${service.toUpperCase()}_URL`] = urls[service] ?? urls.others;
  const command = ['deploy/local/dist/start-service.js', name];
  return run.processes.start(as, command, { core: SERVER_CORE, env, readyUrl: `${at(port)}/health` });
}

/**
 * The headers with which the gateway asks content, by which it can be asked without the gateway.
 * @param {Run} run @param {import('./seed').Seeded} seeded
 */
function gatewayHeaders(run, { tenantId }) {
  return { ...identityOf(run, tenantId, 'content'), 'x-request-id': '00000000-0000-4000-8000-000000000000' };
}

/** The header by which a service takes us for the admin of a tenant. @param {Run} run @param {string} tenantId @param {string} audience */
function identityOf({ folder }, tenantId, audience) {
  const token = mintIdentityToken(
    {
      type: 'user',
      userId: 'bench',
      sessionId: 'bench',
      isSuperAdmin: false,
      tenant: { id: tenantId, status: 'trial', deleted: false, role: 'admin' },
      permissions: new Set(),
    },
    { issuer: GATEWAY, audience, key: privateKeyFrom(openSecrets(folder).signingKeys[GATEWAY]) },
  );
  return { 'x-siteninja-identity': token };
}

/** @param {number} port */
function at(port) {
  return `http://127.0.0.1:${port}`;
}

module.exports = {
  at,
  environment,
  gatewayHeaders,
  identityOf,
  PORTS,
  portsFrom,
  startProcess,
  startProduct,
  startWhole,
};
