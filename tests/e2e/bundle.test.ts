import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import sharp from 'sharp';
import { until } from '../../libs/testing/src';
import { type Client } from './client';
import { startTestProduct, type TestProduct } from './product';

let product: TestProduct;
beforeAll(async () => {
  product = await startTestProduct({ BODY_TIMEOUT: '2' });
}, 60_000);
afterAll(() => product.stop(), 30_000);

/** A new business whose first pages have arrived. */
async function register(subdomain: string) {
  const account = { email: `${subdomain}@example.com`, password: 'correct horse bundle', name: 'Pat' };
  const tenant = { name: subdomain, businessName: subdomain, businessType: 'Plumbing', subdomain };
  const { data } = (await product.client.post('/auth/register', { ...account, tenant })).body;
  const api = product.client.as(data.accessToken);
  const path = (rest = '') => `/tenants/${data.activeTenantId}${rest}`;
  await until(async () => (await api.get(path('/pages'))).body.data.items.length > 0);
  return { api, path, host: `${subdomain}.localhost` };
}

const homeOf = async (api: Client, path: (rest: string) => string) =>
  (await api.get(path('/pages?slug=home'))).body.data.items[0];

it('a site is exported, imported by another business, looks the same there, and leaves one audit entry', async () => {
  const from = await register('bundle-from');
  const red = sharp({ create: { width: 60, height: 40, channels: 3, background: 'red' } });
  const uploaded = await from.api.upload(from.path('/assets'), await red.png().toBuffer(), 'red.png', {
    alt: 'A red door',
  });
  const assetId = uploaded.body.data.id;
  const sections = [{ type: 'hero', content: { heading: 'Doors', picture: { assetId } } }];
  await from.api.put(from.path(`/pages/${(await homeOf(from.api, from.path)).id}`), { sections });
  await from.api.put(from.path('/branding'), { primaryColor: '#AB1234', logoAssetId: assetId });
  const bundle = await until(async () => {
    const bytes = await from.api.bytes(from.path('/export'));
    const dry = await from.api.archive(from.path('/import?dryRun=true'), bytes);
    // What content knows of assets and branding comes by events.
    const isWhole = gunzipSync(bytes).includes('#AB1234') && dry.body.data.warningCount === 0;
    return isWhole && bytes;
  });

  const to = await register('bundle-to');
  const { status, body } = await to.api.archive(to.path('/import'), bundle);
  expect([status, body.data]).toMatchObject([200, { pages: 1, assets: 1, warnings: [] }]);
  const home = await homeOf(to.api, to.path);
  expect(home.status).toBe('draft');
  expect((await to.api.post(to.path(`/pages/${home.id}/publish`))).status).toBe(200);
  const branding = await until(async () => {
    const { data } = (await to.api.get(to.path('/branding'))).body;
    return data.primaryColor === '#AB1234' && data;
  });
  const [asset] = await until(async () => {
    const { items } = (await to.api.get(to.path('/assets'))).body.data;
    return items.length > 0 && items;
  });
  expect(asset).toMatchObject({ filename: 'red.png', alt: 'A red door', id: branding.logoAssetId });
  const page = await product.client.site(to.host);
  expect([page.status, page.text.includes('Doors')]).toEqual([200, true]);
  const [picture = ''] = /\/_sn\/assets\/[^" ]+/.exec(page.text) ?? [];
  expect((await product.client.site(to.host, picture)).status).toBe(200);
  const entries = await until(async () => {
    const { items } = (await to.api.get(to.path('/audit-logs'))).body.data;
    return items.length >= 3 && items;
  });
  const actions = entries.map(({ action }: { action: string }) => action);
  expect(actions).toEqual(['page.publish', 'site.import', 'tenant.create']);
  await until(async () => {
    const { items } = (await to.api.get(to.path('/assets?unused=true'))).body.data;
    return items.length === 0;
  });
}, 60_000);

it('a bundle of which the end does not come is answered with 408, and nothing is left of it', async () => {
  const from = await register('bundle-slow-from');
  const noise = { type: 'gaussian', mean: 128, sigma: 90 } as const;
  const grain = sharp({ create: { width: 150, height: 150, channels: 3, background: 'white', noise } });
  const picture = await grain.png().toBuffer();
  await from.api.upload(from.path('/assets'), picture, 'noise.png');
  const to = await register('bundle-slow-to');
  const home = await homeOf(to.api, to.path);
  const usage = async () => (await to.api.get(to.path('/assets/usage'))).body.data;
  const bundle = await from.api.bytes(from.path('/export'));
  const importing = to.api.unfinished(to.path('/import'), bundle, bundle.length - 100);
  // The picture has come, and waits for the rest.
  await until(async () => (await usage()).usedBytes > 0);
  expect(await importing).toMatchObject({ status: 408, body: { code: 'request.timeout' } });
  await until(async () => (await usage()).usedBytes === 0);
  expect(await usage()).toMatchObject({ usedBytes: 0, reservedBytes: 0 });
  for (const folder of ['bundles', 'uploads'])
    await until(() => readdirSync(join(product.dataFolder, folder)).length === 0);
  expect(await homeOf(to.api, to.path)).toEqual(home);
  expect((await to.api.archive(to.path('/import'), bundle)).status).toBe(200);
}, 60_000);

it('a file that is too large for its type, is answered with that, however much still comes', async () => {
  const { api, path } = await register('bundle-large');
  const png = await sharp({ create: { width: 9, height: 9, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  for (const megabytes of [26, 60, 120]) {
    const large = Buffer.concat([png, Buffer.alloc(megabytes * 1024 * 1024)]);
    const { status, body } = await api.upload(path('/assets'), large, 'red.png');
    expect([megabytes, status, body.code]).toEqual([megabytes, 413, 'asset.too_large']);
  }
  const { usedBytes, reservedBytes } = (await api.get(path('/assets/usage'))).body.data;
  expect([usedBytes, reservedBytes]).toEqual([0, 0]);
}, 60_000);
