import sharp from 'sharp';
import { until } from '../../libs/testing/src';
import { TESTED } from '../definitions';
import { type Client } from './client';
import { addPasskey } from './passkey';
import { startTestProduct, type TestProduct } from './product';

let product: TestProduct;
let admin: Client;
let platform: Client;
let tenantId: string;

beforeAll(async () => {
  product = await startTestProduct();
  const tenant = { name: 'Back', businessName: 'Back Ltd', businessType: 'Legal', subdomain: 'write-back' };
  const person = { email: 'back@example.com', password: 'correct horse back', name: 'Pat' };
  const { body } = await product.client.post('/auth/register', { ...person, tenant });
  tenantId = body.data.activeTenantId;
  admin = product.client.as(body.data.accessToken);
  const signedIn = await product.client.post('/auth/login', product.superAdmin);
  platform = product.client.as(signedIn.body.data.accessToken);
  await until(async () => (await admin.get(`/tenants/${tenantId}/pages`)).body.data.items.length > 0);
  await until(async () => (await admin.get(`/tenants/${tenantId}`)).body.data.subscription !== null);
});
afterAll(() => product.stop(), 30_000);

interface Resource {
  id: string;
  [field: string]: unknown;
}
/** One resource of a kind: where it is written, and what a GET gives of it. */
interface Sample {
  client: Client;
  path: string;
  get(): Promise<Resource>;
}

const single = (client: Client, path: string): Sample => ({
  client,
  path,
  get: async () => (await client.get(path)).body.data,
});

const homePath = async (): Promise<string> => {
  const { items } = (await admin.get(`/tenants/${tenantId}/pages?sort=createdAt&order=asc`)).body.data;
  const home = items.find(({ slug }: { slug: string }) => slug === 'home');
  return `/tenants/${tenantId}/pages/${home.id}`;
};

const pages = () => `/tenants/${tenantId}/pages`;

async function made(path: string, body: object): Promise<Sample> {
  const { status, body: answer } = await admin.post(path, body);
  expect({ path, status }).toEqual({ path, status: 201 });
  return single(admin, `${path}/${answer.data.id}`);
}

let slugs = 0;
async function newPageId(): Promise<string> {
  const { body } = await admin.post(pages(), { slug: `page-${++slugs}`, title: 'A page' });
  return body.data.id;
}

let people = 0;
async function newMember(): Promise<Resource> {
  const person = { email: `person-${++people}@example.com`, role: 'viewer', password: 'correct horse back' };
  return (await admin.post(`/tenants/${tenantId}/users`, person)).body.data;
}

/** By the path of the route. */
const SAMPLES: Record<string, () => Promise<Sample>> = {
  '/industries/:industryId': async () => {
    const list = async (): Promise<Resource[]> => (await platform.get('/industries')).body.data.items;
    const id = (await list())[0]?.id ?? '';
    const get = async () => (await list()).find((each) => each.id === id) ?? { id: '' };
    return { client: platform, path: `/industries/${id}`, get };
  },
  '/auth/me': () => Promise.resolve(single(admin, '/auth/me')),
  '/auth/passkeys/:passkeyId': async () => {
    const id = await addPasskey(admin);
    const get = async () =>
      (await admin.get('/auth/passkeys')).body.data.items.find((each: Resource) => each.id === id);
    return { client: admin, path: `/auth/passkeys/${id}`, get };
  },
  '/users/:userId': async () => {
    const { id } = await newMember();
    const get = async () =>
      (await platform.get('/users?limit=100')).body.data.items.find((each: Resource) => each.id === id);
    return { client: platform, path: `/users/${id}`, get };
  },
  '/tenants/:tenantId/users/:userId': async () =>
    single(admin, `/tenants/${tenantId}/users/${(await newMember()).id}`),
  '/tenants/:tenantId/users/:userId/role': async () => {
    const path = `/tenants/${tenantId}/users/${(await newMember()).id}`;
    return { client: admin, path: `${path}/role`, get: async () => (await admin.get(path)).body.data };
  },
  '/tenants/:tenantId': () => Promise.resolve(single(admin, `/tenants/${tenantId}`)),
  '/tenants/:tenantId/branding': () => Promise.resolve(single(admin, `/tenants/${tenantId}/branding`)),
  '/tenants/:tenantId/subscription': () =>
    Promise.resolve(single(admin, `/tenants/${tenantId}/subscription`)),
  '/tenants/:tenantId/webhooks/:webhookId': () =>
    made(`/tenants/${tenantId}/webhooks`, {
      url: 'https://hooks.example.invalid/',
      events: ['page.created'],
    }),
  '/tenants/:tenantId/crawlers': () => Promise.resolve(single(admin, `/tenants/${tenantId}/crawlers`)),
  '/tenants/:tenantId/profile': () => Promise.resolve(single(admin, `/tenants/${tenantId}/profile`)),
  '/tenants/:tenantId/locations/:locationId': () =>
    made(`/tenants/${tenantId}/locations`, {
      label: 'Shop',
      address: { street: '1 Quay', postalCode: 'BS1 4DB', city: 'Bristol', region: null, country: 'GB' },
      geo: { lat: 51.45, lng: -2.59 },
      phones: [{ label: 'Office', e164: '+442079460018' }],
      hours: [{ days: ['friday'], opens: '18:00', closes: '02:00' }],
      exceptions: [{ date: '2026-12-25', closed: true }],
    }),
  '/tenants/:tenantId/assets/:assetId': async () => {
    const create = { width: 40, height: 30, channels: 3, background: '#c33' } as const;
    const jpeg = await sharp({ create }).jpeg().toBuffer();
    const { id } = (await admin.upload(`/tenants/${tenantId}/assets`, jpeg, 'red.jpg')).body.data;
    return single(admin, `/tenants/${tenantId}/assets/${id}`);
  },
  '/tenants/:tenantId/pages/:pageId': async () => single(admin, await homePath()),
  '/tenants/:tenantId/pages/:pageId/sections/:sectionId': async () => {
    const path = await homePath();
    const { sections } = (await admin.get(path)).body.data;
    return single(admin, `${path}/sections/${sections[0].id}`);
  },
  '/tenants/:tenantId/pages/:pageId/seo': async () => single(admin, `${await homePath()}/seo`),
  '/tenants/:tenantId/navigation/:itemId': async () =>
    made(`/tenants/${tenantId}/navigation`, {
      menu: 'header',
      label: 'Write',
      target: { type: 'page', pageId: await newPageId() },
    }),
  '/tenants/:tenantId/api-keys/:keyId': () =>
    made(`/tenants/${tenantId}/api-keys`, {
      name: 'Screen',
      permissions: ['read:pages'],
      expiresAt: '2099-03-28T09:30:00.000Z',
    }),
  '/tenants/:tenantId/redirects/:redirectId': () =>
    made(`/tenants/${tenantId}/redirects`, { fromPath: `/old-${++slugs}`, toPath: '/' }),
  '/tenants/:tenantId/releases/:releaseId': async () =>
    made(`/tenants/${tenantId}/releases`, {
      status: 'staged',
      name: 'Spring',
      items: [{ pageId: await newPageId(), action: 'publish' }],
    }),
  '/tenants/:tenantId/submissions/:submissionId': async () => {
    const form = { type: 'contact-form', content: { heading: 'Write' } };
    const page = { slug: `page-${++slugs}`, title: 'Write', status: 'published', sections: [form] };
    const { sections } = (await admin.post(pages(), page)).body.data;
    const path = `/public/forms/${sections[0].id}?host=write-back.localhost`;
    await until(async () => (await product.client.get(path)).status === 200);
    const { token } = (await product.client.get(path)).body.data;
    const fields = { name: 'Pat', email: 'pat@example.com', message: 'Hi' };
    const { id } = (await product.client.post(path, { fields, token })).body.data;
    return single(admin, `/tenants/${tenantId}/submissions/${id}`);
  },
  '/tenants/:tenantId/schedules/:scheduleId': async () =>
    made(`/tenants/${tenantId}/schedules`, {
      action: 'publish',
      pageId: await newPageId(),
      at: '2099-03-28T09:30:00.000Z',
      timeZone: 'Europe/Berlin',
    }),
};

/** Fields of text, by the path of the route. */
const TEXTS: Record<string, readonly string[]> = {
  '/industries/:industryId': ['name'],
  '/tenants/:tenantId': ['name', 'businessName', 'description', 'contactPhone', 'contactEmail'],
  '/tenants/:tenantId/branding': ['fontFamily', 'headingFontFamily'],
  '/tenants/:tenantId/profile': ['legalName', 'priceRange', 'currency'],
  '/tenants/:tenantId/locations/:locationId': ['label'],
  '/tenants/:tenantId/assets/:assetId': ['alt', 'filename'],
  '/tenants/:tenantId/pages/:pageId': ['title'],
  '/tenants/:tenantId/pages/:pageId/sections/:sectionId': ['sectionId'],
  '/tenants/:tenantId/pages/:pageId/seo': ['metaTitle', 'metaDescription', 'canonicalUrl'],
  '/tenants/:tenantId/navigation/:itemId': ['label'],
  '/tenants/:tenantId/redirects/:redirectId': ['fromPath', 'toPath'],
  '/tenants/:tenantId/api-keys/:keyId': ['name', 'expiresAt'],
  '/tenants/:tenantId/releases/:releaseId': ['name'],
  '/tenants/:tenantId/schedules/:scheduleId': ['timeZone', 'at'],
  '/tenants/:tenantId/submissions/:submissionId': ['readAt'],
};

/** What people and machines have been known to send; whether a field takes it is its own affair. */
const NAUGHTY = [
  `"double" 'single' \`tick\` & <b>bold</b> &amp; &lt;`,
  '  spaces\u00a0around\u3000',
  'e\u0301 and \u00e9, \ufb01, I\u0307\u0131\u017f\u00df',
  '\u0645\u0631\u062d\u0628\u0627 \u202bright\u202c to left',
  '\u{1f469}\u200d\u{1f467} \u{1d4af} \u{10ffff}',
  'a\u200bb\ufeffc',
  '$where {"$gt":""} __proto__ constructor',
  'null',
  '{{7*7}} ${7*7} %s %00 %2e%2e/',
  '/Caf\u00e9/%C3%BC/?x=1#y',
  '/a//b/../c',
  "O'Brien@EXAMPLE.com",
  'HTTPS://EXAMPLE.com:443/a b',
  '2099-03-28T09:30:00+05:30',
  'europe/BERLIN',
];

/** Writes a text into every field that takes it, at once; false where none does. */
async function takesText(
  { client, path }: Sample,
  text: string,
  fields: readonly string[],
): Promise<boolean> {
  let left = fields;
  while (left.length > 0) {
    const { status, body } = await client.put(path, Object.fromEntries(left.map((field) => [field, text])));
    if (status === 200) return true;
    expect({ text, status }).toEqual({ text, status: 422 });
    const refused = body.details.map(({ field }: { field: string }) => field);
    expect(left).toEqual(expect.arrayContaining(refused));
    left = left.filter((field) => !refused.includes(field));
  }
  return false;
}

const updates = TESTED.flatMap(({ routes }) => routes)
  .map(({ route }) => route)
  .filter(
    ({ method, path, body }) =>
      method === 'put' &&
      body !== null &&
      !path.startsWith('/internal') &&
      !/\/(order|password|upload)$/.test(path),
  );

describe('what is read can be written back', () => {
  it.each(updates)(
    'PUT $path takes what a GET gives, whole and field by field, and changes nothing',
    async ({ path: route }) => {
      const sample = await SAMPLES[route]?.();
      if (!sample) throw new Error(`There is no sample for ${route}.`);
      const before = await sample.get();
      const bodies = [before, ...Object.entries(before).map((field) => Object.fromEntries([field]))];
      for (const body of bodies) {
        const { status } = await sample.client.put(sample.path, body);
        expect({ body, status }).toEqual({ body, status: 200 });
      }
      expect(await sample.get()).toEqual(before);
    },
  );

  it.each(updates)('PUT $path refuses a read-only field that differs, by name', async (route) => {
    const sample = await SAMPLES[route.path]?.();
    if (!sample) throw new Error(`There is no sample for ${route.path}.`);
    // SEO is a part of its page, profile and rules for crawlers are of their tenant: they have no ids of their own.
    const owners: Record<string, string> = { seo: 'pageId', me: 'activeTenantId' };
    const owner = /\/(seo|crawlers|profile|me)$/.exec(route.path)?.[1];
    expect(route.readOnlyFields).toContain(owner === undefined ? 'id' : (owners[owner] ?? 'tenantId'));
    const before = await sample.get();
    for (const field of route.readOnlyFields) {
      const { status, body } = await sample.client.put(sample.path, { ...before, [field]: 'other' });
      expect({ field, status }).toEqual({ field, status: 422 });
      expect(body.details).toContainEqual(expect.objectContaining({ field }));
    }
    expect(await sample.get()).toEqual(before);
  });

  it.each(Object.entries(TEXTS))(
    'PUT %s keeps whatever text it takes: read and written back, it changes nothing',
    async (route, fields) => {
      const sample = await SAMPLES[route]?.();
      if (!sample) throw new Error(`There is no sample for ${route}.`);
      for (const text of NAUGHTY) {
        if (!(await takesText(sample, text, fields))) continue;
        const before = await sample.get();
        const back = await sample.client.put(sample.path, before);
        expect({ text, status: back.status }).toEqual({ text, status: 200 });
        expect(await sample.get()).toEqual(before);
      }
    },
  );
});
