import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { startWorld, type World } from '../../gateway/src/test-support';
import { HOUR_MS, inTenant, testClock } from '../../libs/core/src';
import { callers, enveloped, type TestService } from '../../libs/testing/src';
import { freePort } from '../../deploy/local/src/database/processes';
import { type Supervised } from '../../deploy/local/src/database/launch';
import { keyName } from '../../services/tenant/src/certificates/certificate';
import { acmeAccounts, certificates } from '../../services/tenant/src/certificates/certificate.model';
import { type TenantCtx } from '../../services/tenant/src/context';
import { TestDns } from '../../services/tenant/src/custom-domains/dns-test-support';
import { type Authority, hasPebble, prepareAuthority } from './pebble';
import { startTenant, Tenants } from './tenants';
import { visit } from './visit';

const guarantee = hasPebble ? it : it.skip;
const clock = testClock();
const dns = new TestDns('127.0.0.1');
const [oldKey, newKey] = [randomBytes(32).toString('base64url'), randomBytes(32).toString('base64url')];
let dnsServer: string;
let authority: Authority;
let pebble: Supervised;
let world: World;
/** Where the authority finds what proves a domain. */
let site: Server;
let current: TestService<TenantCtx> | undefined;

beforeAll(async () => {
  if (!hasPebble) return;
  dnsServer = await dns.listen();
  authority = await prepareAuthority([await freePort(), await freePort()]);
  const sitePort = await freePort();
  site = createServer((request, response) => {
    const token = request.url?.split('/').pop() ?? '';
    void asked(`/internal/acme-challenges/${token}`).then(({ keyAuthorization }) =>
      response.end(keyAuthorization ?? 'unknown'),
    );
  });
  await new Promise<void>((resolve) => site.listen(sitePort, '127.0.0.1', resolve));
  pebble = await authority.start({ httpPort: sitePort, dnsServer });
  world = await startWorld({ TLS_PORT: '0' });
  world.stubs.tenant.handle = async ({ url }) => enveloped(await asked(`${url.pathname}${url.search}`));
}, 60_000);
afterAll(async () => {
  if (!hasPebble) return;
  await world.stop();
  await pebble.stop();
  site.close();
  await current?.stop();
  await dns.close();
}, 60_000);
jest.setTimeout(300_000);

/** What the process that was started last answers to the gateway. */
async function asked(path: string) {
  const { body } = await inUse().as(callers.service('gateway')).get(path);
  return body.data;
}

function inUse(): TestService<TenantCtx> {
  if (!current) throw new Error('There is no process of the service tenant.');
  return current;
}

/** Takes the place of the one before it, which ends: without the new key it must not take jobs. */
async function startProcess(keys: string): Promise<Tenants> {
  const before = current;
  const database = before?.ctx.db.name;
  const env = { ENCRYPTION_KEY: keys, ...(database === undefined ? {} : { MONGODB_DATABASE: database }) };
  current = await startTenant({ clock, dnsServer, authority, env });
  await before?.stop();
  return new Tenants(inUse(), clock, dns);
}

/** What a visitor's handshake shows, when the gateway asks for the certificate anew. */
async function serialAt(host: string): Promise<string> {
  world.clock.advance(5 * 60_000);
  const port = world.gateway.tlsPort ?? 0;
  return (await visit({ host, port, root: await authority.root() })).serial;
}

guarantee(
  'visitors are served by TLS while ENCRYPTION_KEY is replaced, and nothing needs the old one an hour later',
  async () => {
    const before = await startProcess(oldKey);
    const { id, name, state } = await before.verified();
    await before.until3s(async () => (await state())?.status === 'issued');
    const serial = await serialAt(name);
    const rows = () => certificates.in(inTenant(inUse().ctx, id));
    const order = { url: 'https://127.0.0.1/order/1', names: [name], startedAt: clock.now() };
    const [row] = await rows().find({ domain: name });
    if (!row) throw new Error('There is no certificate.');
    const encryptedKey = inUse().ctx.config.ENCRYPTION_KEY.encrypt('the key of an order', keyName(row));
    await rows().update(row._id, { order: { ...order, encryptedKey } });
    const [account] = await acmeAccounts.in(inUse().ctx).find({});

    await startProcess(`${newKey},${oldKey}`);
    expect(await serialAt(name)).toBe(serial);
    clock.advance(HOUR_MS);
    for (let pages = 0; pages < 3; pages += 1) await inUse().runDueJobs();
    const ring = inUse().ctx.config.ENCRYPTION_KEY;
    const renewed = await rows().get(row._id);
    const [renewedAccount] = await acmeAccounts.in(inUse().ctx).find({});
    const kept = [renewed.encryptedKey, renewed.order?.encryptedKey, renewedAccount?.encryptedKey];
    expect(kept.map((text) => ring.isOutdated(text ?? ''))).toEqual([false, false, false]);
    expect(await serialAt(name)).toBe(serial);

    const after = await startProcess(newKey);
    expect(await serialAt(name)).toBe(serial);
    const keyOfOrder = renewed.order?.encryptedKey ?? '';
    expect(inUse().ctx.config.ENCRYPTION_KEY.decrypt(keyOfOrder, keyName(row))).toBe('the key of an order');
    const second = await after.verified('quay-street.co.uk');
    await after.until3s(async () => (await second.state())?.status === 'issued');
    expect(await serialAt('quay-street.co.uk')).not.toBe(serial);
    expect(await acmeAccounts.in(inUse().ctx).find({})).toMatchObject([{ url: account?.url }]);
  },
);
