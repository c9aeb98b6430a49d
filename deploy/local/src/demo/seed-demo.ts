import { setTimeout as sleep } from 'node:timers/promises';
import { s } from '@siteninja/schema';
import { Api, Refused } from './api';
import { type Demo, saveDemo } from './demo-file';
import { DEMO_TENANTS } from './tenants';

const items = <F extends Parameters<typeof s.looseObject>[0]>(fields: F) =>
  s.object({ items: s.array(s.looseObject(fields)), pagination: s.anyObject() });

/** Milliseconds for a new tenant's pages to arrive by their event. */
const PAGES_WITHIN = 20_000;

/**
 * Makes the demo through the product's own API, as three users would: register with a tenant from a template,
 * publish its pages. Whatever is there already is left as it is, so that it can be run again after a stop.
 */
export async function seedDemo(
  url: string,
  dataFolder: string,
  demo: Demo,
  progress: (line: string) => void,
): Promise<Demo> {
  const api = new Api(url);
  let made = demo;
  for (const [index, { owner, tenant, template }] of DEMO_TENANTS.entries()) {
    progress(`Demo: ${tenant.businessName}`);
    const login = demo.owners[index];
    if (!login) throw new Error(`The demo file has no login for ${owner.email}.`);
    const templateId = await templateOf(api, template);
    const session = await signIn(api, login, { ...owner, tenant: { ...tenant, templateId } });
    await publishAll(session.api, session.tenantId);
    if (index === 0 && made.apiKey === null) {
      made = { ...made, apiKey: await makeKey(session.api, session.tenantId) };
      saveDemo(dataFolder, made);
    }
  }
  made = { ...made, complete: true };
  saveDemo(dataFolder, made);
  return made;
}

async function templateOf(api: Api, industry: string): Promise<string> {
  const path = `/templates?industry=${encodeURIComponent(industry)}`;
  const [template] = (await api.call('GET', path, items({ id: s.string() }))).items;
  if (!template) throw new Error(`There is no template for ${industry}.`);
  return template.id;
}

const tokens = s.looseObject({ accessToken: s.string(), activeTenantId: s.string() });

async function signIn(api: Api, login: { email: string; password: string }, registration: object) {
  const session = await api
    .call('POST', '/auth/register', tokens, { ...registration, ...login })
    .catch((error: unknown) => {
      if (!(error instanceof Refused) || error.status !== 409) throw error;
      return api.call('POST', '/auth/login', tokens, login);
    });
  return { api: api.as(session.accessToken), tenantId: session.activeTenantId };
}

async function publishAll(api: Api, tenantId: string): Promise<void> {
  const deadline = Date.now() + PAGES_WITHIN;
  const page = s.looseObject({ id: s.string(), slug: s.string(), status: s.string() });
  for (;;) {
    const path = `/tenants/${tenantId}/pages?limit=100&sort=createdAt&order=asc`;
    const { items: pages } = await api.call(
      'GET',
      path,
      s.object({ items: s.array(page), pagination: s.anyObject() }),
    );
    if (pages.length > 0) {
      const drafts = pages.filter(({ status }) => status === 'draft');
      for (const { id } of drafts)
        await api.call('POST', `/tenants/${tenantId}/pages/${id}/publish`, s.anyObject());
      return;
    }
    if (Date.now() > deadline) throw new Error('The pages of a new tenant did not arrive in time.');
    await sleep(50);
  }
}

async function makeKey(api: Api, tenantId: string): Promise<string> {
  const input = {
    name: 'Demo key',
    permissions: ['read:tenants', 'read:pages', 'write:pages', 'publish:pages', 'read:assets'],
  };
  const { key } = await api.call(
    'POST',
    `/tenants/${tenantId}/api-keys`,
    s.looseObject({ key: s.string() }),
    input,
  );
  return key;
}
