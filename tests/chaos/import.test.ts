import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { until } from '../../libs/testing/src';
import { Client } from '../e2e/client';
import { describeWithBrokers, type RunningProduct, Sandbox } from './sandbox';

const platformAdmin = { email: 'admin@siteninja.example', password: 'platform-admin-of-the-tests' };
const HOUR_SECONDS = 3_600;
const OWN_PASSWORD = 'a quiet harbour at dawn';

describeWithBrokers('an import whose process is killed before it is committed', () => {
  const sandbox = new Sandbox();
  let product: RunningProduct;
  let anybody: Client;
  beforeAll(async () => {
    product = await sandbox.startProduct({
      SUPER_ADMIN_EMAIL: platformAdmin.email,
      SUPER_ADMIN_PASSWORD: platformAdmin.password,
    });
    anybody = new Client(`http://127.0.0.1:${product.gateway.port}`);
  }, 240_000);
  afterAll(() => sandbox.close(), 20_000);

  async function register(subdomain: string) {
    const account = { email: `${subdomain}@example.com`, password: OWN_PASSWORD };
    const tenant = { name: subdomain, businessName: subdomain, businessType: 'Plumbing', subdomain };
    const { body } = await anybody.post('/auth/register', { ...account, name: 'Pat', tenant });
    const api = anybody.as(body.data.accessToken);
    const path = (rest: string) => `/tenants/${body.data.activeTenantId}${rest}`;
    const pages = async () => (await api.get(path('/pages'))).body.data.items;
    await until(async () => (await pages()).length > 0, 60_000);
    return { api, path, pages, usage: async () => (await api.get(path('/assets/usage'))).body.data };
  }
  const filesLeft = (): string[] =>
    readdirSync(join(sandbox.folder, 'blobs'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => name);

  it('leaves the site as it was and no file, and can be done again', async () => {
    const from = await register('import-from');
    const door = sharp({ create: { width: 60, height: 40, channels: 3, background: 'red' } });
    const uploaded = await from.api.upload(from.path('/assets'), await door.png().toBuffer(), 'door.png');
    expect(uploaded.status).toBe(201);
    const bundle = await from.api.bytes(from.path('/export'));
    const own = filesLeft();
    const to = await register('import-to');
    const before = await to.pages();

    const importing = to.api.unfinished(to.path('/import'), bundle, bundle.length - 100);
    const answered = importing.then(({ status }) => status).catch(() => null);
    await until(async () => (await to.usage()).usedBytes > 0);
    await product.service('content').end('SIGKILL');
    expect([502, 503, null]).toContain(await answered);
    await product.service('content').start();
    expect(await to.pages()).toEqual(before);

    const { body } = await anybody.post('/auth/login', platformAdmin);
    const platform = anybody.as(body.data.accessToken);
    expect((await platform.post('/test/clock', { advance: 2 * HOUR_SECONDS })).status).toBe(200);
    const again = await anybody.post('/auth/login', {
      email: 'import-to@example.com',
      password: OWN_PASSWORD,
    });
    const api = anybody.as(again.body.data.accessToken);
    const usage = async () => (await api.get(to.path('/assets/usage'))).body.data;
    await until(async () => (await usage()).usedBytes === 0, 100_000);
    await until(() => filesLeft().length === own.length, 100_000);
    expect(filesLeft().sort()).toEqual(own.sort());

    expect((await api.archive(to.path('/import'), bundle)).body.data).toMatchObject({ pages: 1, assets: 1 });
    expect((await api.get(to.path('/pages'))).body.data.items).toHaveLength(1);
    expect((await usage()).usedBytes).toBeGreaterThan(0);
  }, 240_000);
});
