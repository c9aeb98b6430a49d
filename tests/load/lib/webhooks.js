'use strict';
const { randomUUID } = require('node:crypto');
const { createLog, newId } = require('@siteninja/core');
const { connectAmqpBus } = require('@siteninja/events');
const { integrationService } = require('@siteninja/integration-service');
const { queuesOf } = require('@siteninja/service');
const { deleteTopology } = require('@siteninja/testing');
const { LOAD_CORE } = require('./measure');
const { at, identityOf, startProcess } = require('./product');

/** @typedef {Awaited<ReturnType<typeof startIntegration>>} Integration */

/**
 * integration in a process of its own, a receiver that its webhooks may call, and the bus by which events reach it.
 * @param {import('./product').Run} run @param {string} rabbitMqUrl
 */
async function startIntegration(run, rabbitMqUrl) {
  const { ports, processes } = run;
  const prefix = `bench${randomUUID().slice(0, 8)}.`;
  await processes.start('receiver', ['tests/load/fixtures/receiver.js', String(ports.receiver)], {
    core: LOAD_CORE,
  });
  await startProcess(run, 'integration', {
    port: ports.integration,
    urls: { others: at(ports.integration) },
    env: {
      RABBITMQ_URL: rabbitMqUrl,
      RABBITMQ_PREFIX: prefix,
      WEBHOOK_HTTP_HOSTS: `localhost:${ports.receiver}`,
    },
  });
  const log = createLog('bench', 'warn');
  const bus = await connectAmqpBus(rabbitMqUrl, { log, prefix });
  const stop = async () => {
    await bus.close();
    await processes.stopAll();
    await deleteTopology(rabbitMqUrl, prefix, queuesOf(integrationService));
  };
  return { run, bus, receiver: `http://localhost:${ports.receiver}`, stop };
}

/**
 * Asks integration as the admin of a tenant.
 * @param {Integration} integration @param {string} tenantId @param {'GET' | 'POST' | 'PUT'} method
 * @param {string} path @param {object} [body]
 */
async function ask({ run }, tenantId, method, path, body) {
  const answer = await fetch(`${at(run.ports.integration)}/tenants/${tenantId}${path}`, {
    method,
    headers: { ...identityOf(run, tenantId, 'integration'), 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
    signal: run.signal,
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return JSON.parse(text).data;
}

/** @param {Integration} integration @param {string} tenantId @param {string} path of the receiver @param {string[]} events */
function addWebhook(integration, tenantId, path, events) {
  const url = `${integration.receiver}${path}`;
  return ask(integration, tenantId, 'POST', '/webhooks', { url, events });
}

/** What the receiver got since it was asked last. @param {Integration} integration @param {string} [path] */
async function received({ receiver }, path = '/') {
  /** @type {{ count: number, first: number, last: number, latencies: number[] }} */
  const figures = JSON.parse(await (await fetch(receiver + path)).text());
  return figures;
}

/** Has a page changed in each of these tenants. @param {Integration} integration @param {string[]} tenantIds */
async function happen({ bus }, tenantIds) {
  const events = tenantIds.map((tenantId) => ({
    id: newId(),
    type: /** @type {const} */ ('page.updated'),
    version: /** @type {const} */ (1),
    occurredAt: new Date().toISOString(),
    tenantId,
    actor: { type: /** @type {const} */ ('system') },
    requestId: null,
    resource: { type: 'page', id: newId(), version: 1 },
    data: { title: 'A page', text: 'water '.repeat(150) },
  }));
  const { unavailable } = await bus.publish(events);
  if (unavailable) throw unavailable;
}

module.exports = { addWebhook, ask, happen, received, startIntegration };
