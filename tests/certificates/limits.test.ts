import { HOUR_MS, inTenant, testClock } from '../../libs/core/src';
import { type TestService } from '../../libs/testing/src';
import { certificateOrders, certificates } from '../../services/tenant/src/certificates/certificate.model';
import { type TenantCtx } from '../../services/tenant/src/context';
import { TestDns } from '../../services/tenant/src/custom-domains/dns-test-support';
import { hasOpenssl } from './pebble';
import { ScriptedAuthority } from './scripted-authority';
import { startTenant, Tenants } from './tenants';

/** At the beginning of an hour, by which orders are counted. */
const clock = testClock(new Date(Math.ceil(Date.now() / HOUR_MS) * HOUR_MS));
const limits = { ACME_ORDERS_PER_HOUR: '5', ACME_TENANT_ORDERS_PER_HOUR: '2' };
const dns = new TestDns('127.0.0.1');
const guarantee = hasOpenssl ? it : it.skip;
let authority: ScriptedAuthority;
let dnsServer: string;
let service: TestService<TenantCtx>;
let tenants: Tenants;

beforeAll(async () => {
  if (!hasOpenssl) return;
  authority = await ScriptedAuthority.start();
  dnsServer = await dns.listen();
  service = await startProcess();
  tenants = new Tenants(service, clock, dns);
}, 60_000);
afterAll(async () => {
  if (!hasOpenssl) return;
  await service.stop();
  await dns.close();
  authority.close();
});
beforeEach(async () => {
  if (!hasOpenssl) return;
  clock.advance(HOUR_MS);
  await settle();
  authority.orders.length = 0;
  authority.refused = 0;
  authority.refusal = null;
});
jest.setTimeout(120_000);

function startProcess(database?: string): Promise<TestService<TenantCtx>> {
  const env = database === undefined ? limits : { ...limits, MONGODB_DATABASE: database };
  return startTenant({ clock, dnsServer, authority, env });
}

/** What can be done in this hour is done: an order takes three steps, three seconds apart. */
async function settle(processes = [service]): Promise<void> {
  for (let steps = 0; steps < 4; steps += 1) {
    await Promise.all(processes.map((each) => each.runDueJobs()));
    clock.advance(3_000);
  }
}

async function nextHour(): Promise<void> {
  clock.advance(HOUR_MS);
  await settle();
}

type Owned = Awaited<ReturnType<Tenants['verified']>>;

async function ownedBySameTenant(count: number): Promise<Owned[]> {
  const tenant = await tenants.newTenant();
  const owned: Owned[] = [];
  for (let made = 0; made < count; made += 1) {
    owned.push(await tenants.verified(tenants.newName(), tenant));
  }
  return owned;
}

const statuses = async (owned: readonly Owned[]) =>
  (await Promise.all(owned.map(({ state }) => state()))).map((state) => state?.status);
const issued = async (owned: readonly Owned[]) =>
  (await statuses(owned)).filter((status) => status === 'issued').length;

describe('orders of certificates', () => {
  guarantee('of a tenant beyond its share wait for the hours after, and each domain says when', async () => {
    const many = await ownedBySameTenant(5);
    const now = clock.now().getTime();
    await settle();
    expect(await issued(many)).toBe(2);
    const texts = await Promise.all(many.map(async ({ state }) => (await state())?.error ?? null));
    const hour = (hours: number) => new Date(Math.floor(now / HOUR_MS + hours) * HOUR_MS).toISOString();
    const waiting = (hours: number) =>
      `It is ordered after ${hour(hours).slice(0, 16)}Z: others of your domains come first.`;
    expect(texts.sort()).toEqual([waiting(1), waiting(1), waiting(2), null, null]);
    const [another] = await ownedBySameTenant(1);
    await settle();
    expect((await another?.state())?.status).toBe('issued');
    await nextHour();
    expect(await issued(many)).toBe(4);
    await nextHour();
    expect(await issued(many)).toBe(5);
    expect(await Promise.all(many.map(async ({ state }) => (await state())?.error ?? null))).toEqual(
      many.map(() => null),
    );
    expect(authority.orders).toHaveLength(6);
  });

  guarantee(
    'of all tenants never exceed what the platform may, however many processes there are',
    async () => {
      const [other, third] = await Promise.all([
        startProcess(service.ctx.db.name),
        startProcess(service.ctx.db.name),
      ]);
      const owned: Owned[] = [];
      for (let made = 0; made < 9; made += 1) owned.push(await tenants.verified());
      await settle([service, other, third]);
      expect([authority.orders.length, await issued(owned)]).toEqual([5, 5]);
      const waits = (await Promise.all(owned.map(({ state }) => state()))).filter(
        (state) => state?.status === 'pending',
      );
      expect(waits.map((state) => state?.error)).toEqual(
        Array.from({ length: 4 }, () => expect.stringContaining('many domains wait for a certificate')),
      );
      clock.advance(HOUR_MS);
      await settle([other, third, service]);
      expect([authority.orders.length, await issued(owned)]).toEqual([9, 9]);
      // The tests after this one wait for the jobs of the first process alone.
      await Promise.all([other.stop(), third.stop()]);
    },
  );

  guarantee('of a name that is removed and added over and over are as few as if it had stayed', async () => {
    const name = tenants.newName();
    for (let added = 0; added < 10; added += 1) {
      const { remove } = await tenants.verified(name);
      await settle();
      expect((await remove()).status).toBe(204);
    }
    expect(authority.orders).toHaveLength(4);
    const last = await tenants.verified(name);
    await settle();
    expect((await last.state())?.error).toContain('this domain has been ordered for too often lately');
    await nextHour();
    expect((await last.state())?.status).toBe('issued');
  });

  guarantee(
    'that were to be made later are given up with their domain, and others have their turn',
    async () => {
      const many = await ownedBySameTenant(6);
      await settle();
      const later = () => certificateOrders.across(service.ctx).count({ hour: { $gt: clock.now() } });
      expect(await later()).toBe(4);
      for (const { remove } of many.slice(0, 5)) expect((await remove()).status).toBe(204);
      await settle();
      expect(await later()).toBeLessThan(2);
    },
  );

  guarantee('that wait leave the certificate that a domain has in use, and shown', async () => {
    const tenant = await tenants.newTenant();
    const name = tenants.newName();
    const www = `www.${name}`;
    dns.missing.add(www);
    const { state, verify } = await tenants.verified(name, tenant);
    await tenants.verified(tenants.newName(), tenant);
    await settle();
    const { chain } = (await tenants.held(name)) ?? {};
    dns.missing.delete(www);
    expect((await verify()).status).toBe(200);
    clock.advance(HOUR_MS / 2);
    await settle();
    expect(await state()).toMatchObject({ status: 'issued', error: null });
    expect(await state(www)).toMatchObject({
      status: 'pending',
      error: expect.stringContaining('others of your domains come first'),
    });
    expect((await tenants.held(name))?.chain).toBe(chain);
    clock.advance(HOUR_MS / 2);
    await settle();
    expect((await state(www))?.status).toBe('issued');
  });
});

const inHours = (hours: number) => new Date(clock.now().getTime() + hours * HOUR_MS);
const REASON = 'Too many certificates (5) of this name.';
const rateLimited = (headers: Record<string, string>) => ({
  status: 429,
  headers,
  body: { type: 'urn:ietf:params:acme:error:rateLimited', detail: REASON },
});

describe('an authority that limits the rate of orders', () => {
  guarantee.each([
    ['in seconds', () => ({ 'retry-after': String(3 * 3_600) }), 3 * HOUR_MS],
    ['by a date', () => ({ 'retry-after': inHours(5).toUTCString() }), 5 * HOUR_MS],
    ['by no word', () => ({}), HOUR_MS],
  ])('is asked again when it says, %s, and the domain says why it waits', async (_, headers, pause) => {
    authority.refusal = rateLimited(headers());
    const { state } = await tenants.verified();
    await service.runDueJobs();
    expect(await state()).toMatchObject({ status: 'failed', error: REASON });
    expect(authority.refused).toBe(1);
    clock.advance(pause - 2_000);
    await service.runDueJobs();
    expect(authority.refused).toBe(1);
    authority.refusal = null;
    clock.advance(2_000);
    await settle();
    expect(await state()).toMatchObject({ status: 'issued', error: null });
  });

  guarantee('is asked again within a week, however long it says', async () => {
    authority.refusal = rateLimited({ 'retry-after': '999999999' });
    const { id, name } = await tenants.verified();
    await service.runDueJobs();
    const row = await certificates.in(inTenant(service.ctx, id)).findOne({ domain: name });
    expect(row?.nextOrderAt).toEqual(inHours(7 * 24));
  });
});
