import { freePort } from '../../deploy/local/src/database/processes';
import { type Supervised } from '../../deploy/local/src/database/launch';
import { until } from '../../libs/testing/src';
import { startTestProduct, type TestProduct } from '../e2e/product';
import { type DnsServer, startDnsServer } from './dns-server';
import { hasPebble, prepareAuthority } from './pebble';

const NAME = 'harbor-lights.co.uk';
const guarantee = hasPebble ? it : it.skip;
let dns: DnsServer;
let product: TestProduct;
let pebble: Supervised;

beforeAll(async () => {
  if (!hasPebble) return;
  dns = await startDnsServer();
  const authority = await prepareAuthority([await freePort(), await freePort()]);
  product = await startTestProduct({
    DNS_SERVERS: dns.address,
    ACME_DIRECTORY_URL: authority.directoryUrl,
    ACME_CA_FILE: authority.caFile,
  });
  pebble = await authority.start({ httpPort: product.port, dnsServer: dns.address });
}, 120_000);
afterAll(async () => {
  if (!hasPebble) return;
  await pebble.stop();
  await product.stop();
  await dns.close();
}, 60_000);

describe("a tenant's own domain", () => {
  guarantee('has a certificate within seconds, for which the gateway answers the authority', async () => {
    const tenant = { name: 'Harbor', businessName: 'Harbor Ltd', businessType: 'Legal' };
    const owner = { email: 'harbor@example.com', password: 'a quiet harbour at dawn', name: 'Pat' };
    const { body } = await product.client.post('/auth/register', { ...owner, tenant });
    const admin = product.client.as(body.data.accessToken);
    const path = `/tenants/${body.data.activeTenantId}/domains`;
    const added = (await admin.post(path, { domain: NAME })).body.data;
    dns.texts.set(`_siteninja-challenge.${NAME}`, [added.verificationToken]);
    const verified = await admin.post(`${path}/${added.id}/verify`, {});
    expect(verified.body.data).toMatchObject({ isVerified: true, certificate: { status: 'pending' } });
    await until(async () => {
      const { certificate } = (await admin.get(`${path}/${added.id}`)).body.data;
      return certificate.status === 'issued' && certificate.error === null;
    }, 60_000);
  });
});
