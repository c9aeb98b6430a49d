import { freePort } from '../../deploy/local/src/database/processes';
import { type Supervised } from '../../deploy/local/src/database/launch';
import { newId } from '../../libs/core/src';
import { until } from '../../libs/testing/src';
import { startTestProduct, type TestProduct } from '../e2e/product';
import { TestDns } from '../../services/tenant/src/custom-domains/dns-test-support';
import { visit } from './visit';
import { hasPebble, prepareAuthority } from './pebble';

const NAME = 'harbor-lights.co.uk';
const guarantee = hasPebble ? it : it.skip;
const dns = new TestDns('127.0.0.1');
let dnsServer: string;
let product: TestProduct;
let pebble: Supervised;
let tlsPort: number;
/** PEM of who vouches for what Pebble issues. */
let root: string;

beforeAll(async () => {
  if (!hasPebble) return;
  dnsServer = await dns.listen();
  const authority = await prepareAuthority([await freePort(), await freePort()]);
  tlsPort = await freePort();
  product = await startTestProduct({
    TLS_PORT: String(tlsPort),
    DNS_SERVERS: dnsServer,
    ACME_DIRECTORY_URL: authority.directoryUrl,
    ACME_CA_FILE: authority.caFile,
  });
  pebble = await authority.start({ httpPort: product.port, dnsServer: dnsServer });
  root = await authority.root();
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
    dns.records.set(`TXT _siteninja-challenge.${NAME}`, [added.verificationToken]);
    const verified = await admin.post(`${path}/${added.id}/verify`, {});
    expect(verified.body.data).toMatchObject({ isVerified: true, certificate: { status: 'pending' } });
    await until(async () => {
      const { certificate } = (await admin.get(`${path}/${added.id}`)).body.data;
      return certificate.status === 'issued' && certificate.error === null;
    }, 60_000);
    await until(async () => (await product.client.site(NAME)).status === 308, 30_000);
  });

  guarantee('is shown by HTTPS, and plain requests are redirected to it', async () => {
    const shown = await visit({ host: NAME, port: tlsPort, root });
    expect([shown.status, shown.protocol]).toEqual([404, 'TLSv1.3']);
    expect(shown.text).toContain('Harbor');
    const { status, headers } = await product.client.site(NAME, '/services?utm_source=x');
    expect([status, headers.location]).toEqual([308, `https://${NAME}/services?utm_source=x`]);
    const form = await product.client.submit(NAME, `/_sn/forms/${newId()}`, { name: 'Pat' });
    expect(form.status).toBe(308);
    const challenge = await product.client.site(NAME, '/.well-known/acme-challenge/other');
    expect(challenge.status).toBe(404);
  });

  guarantee('alone is redirected: hosts without a certificate are shown as they are', async () => {
    expect((await product.client.site('elsewhere.co.uk')).status).toBe(404);
    await expect(visit({ host: 'elsewhere.co.uk', port: tlsPort, root })).rejects.toThrow();
    await expect(visit({ host: '', port: tlsPort, root })).rejects.toThrow();
  });
});
