import { readFile } from 'node:fs/promises';
import { startWorld, type World } from '../../gateway/src/test-support';
import { DAY_MS, HOUR_MS } from '../../libs/core/src';
import { enveloped, refused } from '../../libs/testing/src';
import { hasPebble, selfSign } from './pebble';
import { visit } from './visit';

const HOST = 'harbor.co.uk';
const guarantee = hasPebble ? it : it.skip;
let world: World;
let port: number;
let held: Held[];

type Held = Awaited<ReturnType<typeof newCertificate>>;

beforeAll(async () => {
  if (!hasPebble) return;
  world = await startWorld({ TLS_PORT: '0' });
  port = world.gateway.tlsPort ?? 0;
  held = await Promise.all([newCertificate(), newCertificate()]);
});
afterAll(async () => {
  if (hasPebble) await world.stop();
});

async function newCertificate() {
  const { certFile, keyFile } = await selfSign([HOST]);
  const [chain, privateKey] = await Promise.all([readFile(certFile, 'utf8'), readFile(keyFile, 'utf8')]);
  return { chain, privateKey, expiresAt: new Date(Date.now() + DAY_MS).toISOString() };
}

/** What the service tenant says that the host has. */
function hold(certificate: Held | null): void {
  world.stubs.tenant.handle = ({ url }) =>
    enveloped({ certificate: url.searchParams.get('host') === HOST ? certificate : null });
}

const root = () => held.map(({ chain }) => chain).join('');
const serial = async () => (await visit({ host: HOST, port, root: root() })).serial;
const lookUps = () =>
  world.stubs.tenant.requests.filter(({ url }) => url.pathname === '/internal/certificates').length;

describe('the TLS of the gateway', () => {
  guarantee(
    'asks for the certificate of a host once in five minutes, and then uses the renewed one',
    async () => {
      hold(held[0] ?? null);
      const first = await serial();
      const asked = lookUps();
      hold(held[1] ?? null);
      expect(await serial()).toBe(first);
      expect(lookUps()).toBe(asked);
      world.clock.advance(5 * 60_000);
      expect(await serial()).not.toBe(first);
    },
  );

  guarantee(
    'goes on with what it has while nobody tells it of certificates, until that has expired',
    async () => {
      hold(held[0] ?? null);
      world.clock.advance(5 * 60_000);
      const first = await serial();
      world.stubs.tenant.handle = () => refused(503, 'service.unavailable');
      world.clock.advance(HOUR_MS);
      expect(await serial()).toBe(first);
      world.clock.advance(DAY_MS);
      await expect(serial()).rejects.toThrow();
    },
  );

  guarantee('refuses a host that has none, and gives it one ten seconds after that has come', async () => {
    hold(null);
    world.clock.advance(10 * 60_000);
    await expect(serial()).rejects.toThrow();
    hold(held[0] ?? null);
    await expect(serial()).rejects.toThrow();
    world.clock.advance(10_000);
    expect(await serial()).toBeTruthy();
  });

  guarantee('refuses names that are none without asking anybody', async () => {
    const asked = lookUps();
    await expect(visit({ host: `${'a'.repeat(60)}.`.repeat(5), port, root: root() })).rejects.toThrow();
    expect(lookUps()).toBe(asked);
  });
});
