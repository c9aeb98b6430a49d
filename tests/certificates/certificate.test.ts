import { X509Certificate } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { createSecureContext } from 'node:tls';
import { HOUR_MS, inTenant, testClock } from '../../libs/core/src';
import { callers, type TestService } from '../../libs/testing/src';
import { freePort } from '../../deploy/local/src/database/processes';
import { type Supervised } from '../../deploy/local/src/database/launch';
import {
  acmeAccounts,
  acmeChallenges,
  certificates,
} from '../../services/tenant/src/certificates/certificate.model';
import { takeStep } from '../../services/tenant/src/certificates/order-certificate';
import { type TenantCtx } from '../../services/tenant/src/context';
import { TestDns } from '../../services/tenant/src/custom-domains/dns-test-support';
import { type Authority, hasPebble, prepareAuthority } from './pebble';
import { startTenant, Tenants } from './tenants';

const clock = testClock();
const gateway = callers.service('gateway');
const dns = new TestDns('127.0.0.1');
let dnsServer: string;
let authority: Authority;
let pebble: Supervised | undefined;
let service: TestService<TenantCtx>;
let tenants: Tenants;
/** Stands where the gateway would. */
let site: Server;
let sitePort: number;
let isSiteDown = false;
/** Further processes of the service. */
const others: TestService<TenantCtx>[] = [];

beforeAll(async () => {
  if (!hasPebble) return;
  dnsServer = await dns.listen();
  authority = await prepareAuthority([await freePort(), await freePort()]);
  sitePort = await freePort();
  service = await startProcess();
  tenants = new Tenants(service, clock, dns);
  site = createServer((request, response) => {
    if (isSiteDown) response.destroy();
    else void answerAuthority(request.url ?? '').then((text) => response.end(text));
  });
  await new Promise<void>((resolve) => site.listen(sitePort, '127.0.0.1', resolve));
  await startPebble();
}, 60_000);
afterAll(async () => {
  if (!hasPebble) return;
  await pebble?.stop();
  await Promise.all(others.map((other) => other.stop()));
  await service.stop();
  await dns.close();
  site.close();
});

const guarantee = hasPebble ? it : it.skip;
/** An authority takes its time, and a busy machine more of it. */
jest.setTimeout(300_000);

async function answerAuthority(url: string): Promise<string> {
  const { body } = await service.as(gateway).get(`/internal/acme-challenges/${url.split('/').pop() ?? ''}`);
  return body.data.keyAuthorization ?? 'unknown';
}

async function startPebble(): Promise<void> {
  const env = { PEBBLE_WFE_NONCEREJECT: '30' };
  pebble = await authority.start({ httpPort: sitePort, dnsServer: dnsServer, env });
}

/** Processes of one installation have one database. */
function startProcess(database?: string): Promise<TestService<TenantCtx>> {
  const env = database === undefined ? {} : { MONGODB_DATABASE: database };
  return startTenant({ clock, dnsServer, authority, env });
}

const verified = (name?: string) => tenants.verified(name);
const until3s = (isReached: () => Promise<boolean>) => tenants.until3s(isReached);

async function held(host: string) {
  const certificate = await tenants.held(host);
  if (certificate === null) throw new Error(`${host} has no certificate.`);
  return certificate;
}

describe('the certificate of a domain', () => {
  guarantee('is good for the apex and its www, and comes by itself once the domain leads here', async () => {
    const { name, state, list, id } = await verified();
    expect(await state()).toEqual({ status: 'pending', expiresAt: null, error: null });
    await until3s(async () => (await state())?.status === 'issued');
    const { chain, privateKey, expiresAt } = await held(name);
    const certificate = new X509Certificate(chain);
    expect(certificate.subjectAltName?.split(', ').sort()).toEqual([`DNS:${name}`, `DNS:www.${name}`]);
    expect(() => createSecureContext({ cert: chain, key: privateKey })).not.toThrow();
    expect((await held(`www.${name}`)).chain).toBe(chain);
    expect(await tenants.held('elsewhere.co.uk')).toBeNull();
    const owned = await list();
    expect(owned.map(({ sslEnabled }) => sslEnabled).sort()).toEqual([true, true, true]);
    expect(owned.map(({ certificate: { status } }) => status).sort()).toEqual([
      'external',
      'issued',
      'issued',
    ]);
    expect((await state())?.expiresAt).toBe(expiresAt);
    // The key leaves the service by the internal call alone, and is kept encrypted.
    const [row] = await certificates.across(service.ctx).find({ tenantId: id });
    const [account] = await acmeAccounts.in(service.ctx).find({});
    const kept = JSON.stringify([row, account, await service.events(), owned]);
    expect(kept).not.toContain('PRIVATE KEY');
    expect(await acmeChallenges.across(service.ctx).count({})).toBe(0);
  });

  guarantee('has to be there before visitors are sent to the domain', async () => {
    const { id, admin, state, name } = await verified();
    const tenant = async () => (await admin().get(`/tenants/${id}`)).body.data;
    expect(await tenant()).toMatchObject({ customDomain: null });
    await until3s(async () => (await state())?.status === 'issued');
    expect(await tenant()).toMatchObject({ customDomain: name, siteUrl: `https://${name}` });
  });

  guarantee('that cannot be issued says why, and is tried again later', async () => {
    isSiteDown = true;
    const { name, state } = await verified();
    await until3s(async () => (await state())?.status === 'failed');
    expect((await state())?.error).toContain(name);
    isSiteDown = false;
    await service.runDueJobs();
    expect((await state())?.status).toBe('failed');
    clock.advance(HOUR_MS);
    await until3s(async () => (await state())?.status === 'issued');
    expect((await state())?.error).toBeNull();
  });

  guarantee('waits for an authority that is down, and any process of the service gets it then', async () => {
    await pebble?.stop();
    const { state } = await verified();
    await until3s(async () => (await state())?.status === 'failed');
    expect((await state())?.error).toContain('gives no answer');
    await startPebble();
    const other = await startProcess(service.ctx.db.name);
    others.push(other);
    const second = await verified();
    clock.advance(HOUR_MS);
    await until3s(async () => {
      await other.runDueJobs();
      const states = await Promise.all([state(), second.state()]);
      return states.every((each) => each?.status === 'issued');
    });
    expect(await acmeAccounts.in(service.ctx).find({})).toHaveLength(1);
  });

  guarantee(
    'survives processes that end after each request and before writing down what came of it',
    async () => {
      const { id, name, state } = await verified();
      const ctx = inTenant(service.ctx, id);
      const { acme } = ctx.ports;
      await until3s(async () => {
        const row = await certificates.in(ctx).findOne({ domain: name });
        if (acme !== null && row !== null) await takeStep(ctx, acme, row);
        return (await state())?.status === 'issued';
      });
      expect((await held(name)).chain).toContain('BEGIN CERTIFICATE');
    },
  );

  guarantee('gets the www as soon as that leads here', async () => {
    const name = tenants.newName();
    dns.missing.add(`www.${name}`);
    const { state, verify } = await verified(name);
    await until3s(async () => (await state())?.status === 'issued');
    expect((await state(`www.${name}`))?.status).toBe('none');
    dns.missing.delete(`www.${name}`);
    expect((await verify()).status).toBe(200);
    clock.advance(HOUR_MS);
    await until3s(async () => (await state(`www.${name}`))?.status === 'issued');
  });

  guarantee('is gone with its domain', async () => {
    const { id, name, state, remove } = await verified();
    await until3s(async () => (await state())?.status === 'issued');
    expect((await remove()).status).toBe(204);
    expect(await tenants.held(name)).toBeNull();
    expect(await certificates.across(service.ctx).count({ tenantId: id })).toBe(0);
    await verified(name);
    expect(await tenants.held(name)).toBeNull();
  });

  guarantee('is renewed once two thirds of its life are over', async () => {
    const { name, state } = await verified();
    await until3s(async () => (await state())?.status === 'issued');
    const { chain, expiresAt } = await held(name);
    const life = Date.parse(expiresAt) - clock.now().getTime();
    clock.advance(life / 2);
    await service.runDueJobs();
    expect((await held(name)).chain).toBe(chain);
    clock.advance(life / 4);
    await until3s(async () => (await held(name)).chain !== chain);
    expect((await state())?.status).toBe('issued');
  });
});
