'use strict';
const { LOAD_CORE } = require('./measure');
const { startWhole } = require('./product');
const { until } = require('./until');

/** Milliseconds for what follows by event. */
const ARRIVES_WITHIN = 20_000;

const SUBDOMAIN = 'bench';
/** As many as a list has that names no limit. */
const PAGES = 20;

/**
 * @typedef {import('./product').Run} Run
 * @typedef {{ host: string, tenantId: string, pageId: string, accessToken: string, apiKey: string,
 *   account: { email: string, password: string } }} Seeded what is measured by
 * @typedef {(method: 'GET' | 'POST', path: string, body?: object, token?: string) => Promise<any>} Call
 */

/**
 * Registers a user with a tenant from a template, publishes its pages and adds drafts, through the product's own API. It runs in
 * one process for that, as what follows by event needs a bus, and is taken down again.
 * @param {Run} run @returns {Promise<Seeded>}
 */
async function seedProduct(run) {
  const product = await startWhole(run, LOAD_CORE);
  const seeded = await seed(apiAt(`http://127.0.0.1:${run.ports.gateway}/api`, run.signal));
  await product.stop();
  return seeded;
}

/** @param {Call} call @returns {Promise<Seeded>} */
async function seed(call) {
  const { items: templates } = await call('GET', '/templates');
  const account = { email: 'owner@bench.example', password: '9v-kettle-Orbit-marmalade' };
  const { accessToken, activeTenantId: tenantId } = await call('POST', '/auth/register', {
    ...account,
    name: 'Bench',
    tenant: {
      name: 'Bench',
      businessName: 'Bench Plumbing',
      businessType: 'Plumbing',
      subdomain: SUBDOMAIN,
      templateId: templates[0].id,
    },
  });
  const pages = await pagesOf(call, tenantId, accessToken);
  for (const { id } of pages) await call('POST', `/tenants/${tenantId}/pages/${id}/publish`, {}, accessToken);
  await payForAnyNumber(call, tenantId, accessToken);
  for (let count = pages.length; count < PAGES; count += 1) {
    await call(
      'POST',
      `/tenants/${tenantId}/pages`,
      { title: `Page ${count}`, slug: `page-${count}` },
      accessToken,
    );
  }
  const home = pages.find(({ slug }) => slug === 'home');
  if (!home) throw new Error('The new tenant has no home page.');
  const asked = { name: 'Bench', permissions: ['read:pages'], rateLimit: 1_000_000 };
  const { key: apiKey } = await call('POST', `/tenants/${tenantId}/api-keys`, asked, accessToken);
  return { host: `${SUBDOMAIN}.localhost`, tenantId, pageId: home.id, accessToken, apiKey, account };
}

/**
 * A plan without a limit of pages, which the other services hear of by event.
 * @param {Call} call @param {string} tenantId @param {string} token
 */
async function payForAnyNumber(call, tenantId, token) {
  const { items: plans } = await call('GET', '/plans');
  const plan = plans.find(
    (/** @type {{ limits: { pages: number | null } }} */ { limits }) => limits.pages === null,
  );
  await call('POST', `/tenants/${tenantId}/subscription`, { planId: plan.id, interval: 'month' }, token);
  const isKnown = async () => {
    const { subscription } = await call('GET', `/tenants/${tenantId}`, undefined, token);
    return subscription?.plan === plan.key;
  };
  await until(isKnown, { within: ARRIVES_WITHIN, what: 'The plan of a new tenant' });
}

/**
 * @param {Call} call @param {string} tenantId @param {string} token
 * @returns {Promise<{ id: string, slug: string }[]>}
 */
function pagesOf(call, tenantId, token) {
  const made = async () => {
    const { items } = await call('GET', `/tenants/${tenantId}/pages`, undefined, token);
    return items.length > 0 && items;
  };
  return until(made, { within: ARRIVES_WITHIN, what: 'What a new tenant starts with' });
}

/** @param {string} url @param {AbortSignal} signal @returns {Call} */
function apiAt(url, signal) {
  return async (method, path, body, token) => {
    const headers = {
      ...(body ? { 'content-type': 'application/json' } : {}),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    };
    const answer = await fetch(url + path, {
      method,
      headers,
      body: body ? JSON.stringify(body) : null,
      signal,
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return JSON.parse(text).data;
  };
}

module.exports = { seedProduct };
