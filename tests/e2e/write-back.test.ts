import sharp from 'sharp';
import { until } from '../../libs/testing/src';
import { TESTED } from '../definitions';
import { type Client } from './client';
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
}, 60_000);
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
  const { items } = (await admin.get(`/tenants/${tenantId}/pages`)).body.data;
  return `/tenants/${tenantId}/pages/${items[0].id}`;
};

/** By the path of the route. */
const SAMPLES: Record<string, () => Promise<Sample>> = {
  '/industries/:industryId': async () => {
    const list = async (): Promise<Resource[]> => (await platform.get('/industries')).body.data.items;
    const id = (await list())[0]?.id ?? '';
    const get = async () => (await list()).find((each) => each.id === id) ?? { id: '' };
    return { client: platform, path: `/industries/${id}`, get };
  },
  '/tenants/:tenantId': () => Promise.resolve(single(admin, `/tenants/${tenantId}`)),
  '/tenants/:tenantId/branding': () => Promise.resolve(single(admin, `/tenants/${tenantId}/branding`)),
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
};

const updates = TESTED.flatMap(({ routes }) => routes)
  .map(({ route }) => route)
  .filter(
    ({ method, path }) => method === 'put' && !path.startsWith('/internal') && !path.endsWith('/order'),
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
    60_000,
  );

  it.each(updates)('PUT $path refuses a read-only field that differs, by name', async (route) => {
    const sample = await SAMPLES[route.path]?.();
    if (!sample) throw new Error(`There is no sample for ${route.path}.`);
    expect(route.readOnlyFields).toContain('id');
    const before = await sample.get();
    for (const field of route.readOnlyFields) {
      const { status, body } = await sample.client.put(sample.path, { ...before, [field]: 'other' });
      expect({ field, status }).toEqual({ field, status: 422 });
      expect(body.details).toContainEqual(expect.objectContaining({ field }));
    }
    expect(await sample.get()).toEqual(before);
  });
});
