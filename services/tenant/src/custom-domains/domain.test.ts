import { calls, type DomainEvent } from '@siteninja/contracts';
import { DAY_MS, newId, testClock } from '@siteninja/core';
import { callers, startForTest, stubCall, type TestService } from '@siteninja/testing';
import { tenantService } from '../app';
import { type TenantCtx } from '../context';
import { TestDns } from './dns-test-support';

const clock = testClock();
const dns = new TestDns();
/** The domains whose tenants' admins were to be told that the proof is missing. */
const warnedOf: string[] = [];
let service: TestService<TenantCtx>;

beforeAll(async () => {
  service = await startForTest(tenantService, {
    shared: { clock },
    env: { DNS_SERVERS: await dns.listen(), BASE_DOMAIN: 'sites.siteninja-test.net' },
    stubs: [
      stubCall(calls.addMember, () => ({})),
      stubCall(calls.warnOfDomain, ({ body }) => {
        warnedOf.push(body.domain);
        return {};
      }),
    ],
  });
});
afterAll(async () => {
  await service.stop();
  await dns.close();
});
beforeEach(() => {
  dns.records.clear();
  dns.isDown = false;
});

interface Domain {
  id: string;
  domain: string;
  verificationToken: string;
  isVerified: boolean;
  isPrimary: boolean;
}
let names = 0;
const newName = () => `harbor-${++names}.co.uk`;

async function newTenant() {
  const input = { name: 'Harbor', businessName: 'Harbor Ltd', businessType: 'Plumbing' };
  const { body } = await service.as(callers.nonMember()).post('/tenants').send(input);
  const id: string = body.data.id;
  const admin = service.as(callers.admin(id));
  const path = `/tenants/${id}/domains`;
  return {
    id,
    admin,
    path,
    add: (domain: string) => admin.post(path).send({ domain }),
    added: async (domain: string): Promise<Domain> => (await admin.post(path).send({ domain })).body.data,
    verify: ({ id: domainId }: Domain) => admin.post(`${path}/${domainId}/verify`),
    makePrimary: ({ id: domainId }: Domain) => admin.put(`${path}/${domainId}/primary`),
    list: async (): Promise<Domain[]> => (await admin.get(`${path}?sort=domain&order=asc`)).body.data.items,
    tenant: async () => (await admin.get(`/tenants/${id}`)).body.data,
    events: async (): Promise<DomainEvent[]> =>
      (await service.events()).filter(({ tenantId, type }) => tenantId === id && type !== 'tenant.created'),
    tell: (customDomains: number) =>
      service.deliver({
        type: 'subscription.updated',
        tenantId: id,
        resource: { type: 'subscription', id: newId(), version: 1 },
        data: {
          ...{ id: newId(), plan: 'starter', status: 'active', trialEndsAt: null },
          currentPeriodEnd: new Date().toISOString(),
          limits: {
            ...{ pages: 1, users: 1, storageBytes: 1, aiCredits: 1, customDomains },
            ...{ apiRequests: 1, versions: 1, premiumTemplates: true },
          },
        },
      }),
  };
}

const prove = ({ domain, verificationToken }: Domain) =>
  dns.records.set(`TXT _siteninja-challenge.${domain}`, ['other', verificationToken]);
const point = ({ domain }: { domain: string }) =>
  dns.records.set(`CNAME ${domain}`, [`sites.${service.ctx.config.BASE_DOMAIN}`]);

describe('a claim to a domain', () => {
  it('tells the records to set, is stored in punycode, and brings the www of an apex', async () => {
    const { add, list, events } = await newTenant();
    const made = await add('Hafen-Bäcker.DE.');
    expect(made.status).toBe(201);
    expect(made.body.data).toMatchObject({
      domain: 'xn--hafen-bcker-r8a.de',
      isVerified: false,
      dnsRecords: [
        { type: 'TXT', name: '_siteninja-challenge.xn--hafen-bcker-r8a.de', value: expect.any(String) },
        { type: 'CNAME', value: `sites.${service.ctx.config.BASE_DOMAIN}` },
      ],
    });
    const owned = (await list()).map(({ domain }) => domain);
    expect(owned).toContain('www.xn--hafen-bcker-r8a.de');
    const [added, follows] = await events();
    expect([added?.type, follows?.type, follows?.causedBy]).toEqual([
      'domain.added',
      'tenant.updated',
      added?.id,
    ]);
    const again = await add('xn--hafen-bcker-r8a.de');
    expect([again.status, again.body.code]).toEqual([409, 'domain.already_added']);
  });

  it.each([
    'co.uk',
    'github.io',
    'com',
    'localhost',
    'harbor.test',
    'harbor.example',
    'www.example.com',
    'printer.local',
    'harbor.invalid',
    '1.2.3.4',
    'shop.sites.siteninja-test.net',
    'a b.de',
    '-a.de',
    `${'a'.repeat(64)}.de`,
  ])('%s is refused, as nobody can own it here', async (domain) => {
    const refused = await (await newTenant()).add(domain);
    expect([refused.status, refused.body.details?.[0]?.field]).toEqual([422, 'domain']);
  });

  it('is one of as many as the plan allows, whoever asks at once', async () => {
    const { add, tell, list } = await newTenant();
    await tell(2);
    const answers = await Promise.all(Array.from({ length: 6 }, () => add(newName())));
    const refused = answers.filter(({ status }) => status === 402);
    expect(refused).toHaveLength(4);
    expect(refused[0]?.body).toMatchObject({
      code: 'plan.limit_reached',
      details: [{ field: 'customDomains', limit: 2, usage: 2 }],
    });
    expect(await list()).toHaveLength(1 + 2 * 2);
  });
});

describe('the proof of a domain', () => {
  it('is looked up in DNS, with what was found and a hint for each record', async () => {
    const { added, verify } = await newTenant();
    const domain = await added(newName());
    dns.records.set(`TXT _siteninja-challenge.${domain.domain}`, ['something else']);
    const refused = await verify(domain);
    expect([refused.status, refused.body.code]).toEqual([409, 'domain.not_verified']);
    expect(refused.body.details).toMatchObject([
      { record: `TXT _siteninja-challenge.${domain.domain}`, found: ['something else'], ok: false },
      { record: `CNAME ${domain.domain}`, found: [], ok: false },
    ]);
    expect(refused.body.details[0]).toMatchObject({ hint: expect.stringContaining('another value') });
    expect(refused.body.details[0].nextCheckAt).toEqual(expect.any(String));
    prove(domain);
    const proven = await verify(domain);
    expect(proven.body.data).toMatchObject({ isVerified: true, dnsConfigured: false, isPrimary: false });
    expect(proven.body.data.checks[0]).toMatchObject({ ok: true, hint: '' });
  });

  it('is neither given nor gone while DNS gives no answer', async () => {
    const { added, verify } = await newTenant();
    const domain = await added(newName());
    dns.isDown = true;
    const refused = await verify(domain);
    expect([refused.status, refused.body.code]).toEqual([503, 'domain.dns_unavailable']);
  });

  it('makes the first domain that leads here the primary one, with its www beside it', async () => {
    const { added, verify, list, tenant, events } = await newTenant();
    const domain = await added(newName());
    prove(domain);
    point(domain);
    expect((await verify(domain)).body.data).toMatchObject({ isPrimary: true, dnsConfigured: true });
    expect(await tenant()).toMatchObject({
      customDomain: domain.domain,
      siteUrl: expect.stringContaining(domain.domain),
    });
    expect((await list()).filter(({ isVerified }) => isVerified)).toHaveLength(3);
    expect((await list()).filter(({ isPrimary }) => isPrimary)).toHaveLength(1);
    const verified = (await events()).filter(({ type }) => type === 'domain.verified');
    expect(verified).toHaveLength(2);
    expect(verified[1]?.causedBy).toBe(verified[0]?.id);
  });

  it('decides between two who claim a domain, and lets no claim block an owner', async () => {
    const [squatter, owner] = [await newTenant(), await newTenant()];
    const name = newName();
    const [theirs, own] = [await squatter.added(name), await owner.added(name)];
    expect((await squatter.verify(theirs)).status).toBe(409);
    prove(own);
    expect((await owner.verify(own)).body.data.isVerified).toBe(true);
    expect((await squatter.verify(theirs)).body.code).toBe('domain.not_verified');
    dns.records.set(`TXT _siteninja-challenge.${name}`, [own.verificationToken, theirs.verificationToken]);
    const refused = await squatter.verify(theirs);
    expect([refused.status, refused.body.code]).toEqual([409, 'domain.taken']);
    prove(theirs);
    expect((await squatter.verify(theirs)).body.data.isVerified).toBe(true);
    expect((await owner.list()).map(({ domain }) => domain)).not.toContain(name);
    expect((await owner.events()).map(({ type }) => type)).toContain('domain.removed');
  });

  it('may be missing for three days, of which the admins are warned once, and then the domain is released', async () => {
    const { added, verify, tenant, list, events } = await newTenant();
    const domain = await added(newName());
    prove(domain);
    point(domain);
    await verify(domain);
    dns.isDown = true;
    clock.advance(DAY_MS + 1);
    await service.runDueJobs();
    dns.isDown = false;
    expect(warnedOf).not.toContain(domain.domain);
    dns.records.delete(`TXT _siteninja-challenge.${domain.domain}`);
    for (let day = 0; day < 3; day += 1) {
      clock.advance(DAY_MS + 61_000);
      await service.runDueJobs();
      expect((await tenant()).customDomain).toBe(domain.domain);
    }
    expect(warnedOf.filter((name) => name === domain.domain)).toHaveLength(1);
    clock.advance(DAY_MS + 61_000);
    await service.runDueJobs();
    expect(await tenant()).toMatchObject({ customDomain: null });
    expect(await list()).toMatchObject([{ isPrimary: true }]);
    const removed = (await events()).find(({ type }) => type === 'domain.removed');
    expect(removed).toMatchObject({ actor: { type: 'system' }, data: { domain: domain.domain } });
  });
});

describe('the primary domain', () => {
  it('is a verified one, and the subdomain again once that is removed', async () => {
    const { added, verify, makePrimary, tenant, admin, path, list } = await newTenant();
    const domain = await added(newName());
    const early = await makePrimary(domain);
    expect([early.status, early.body.code]).toEqual([409, 'domain.not_verified']);
    prove(domain);
    await verify(domain);
    expect((await makePrimary(domain)).body.data.isPrimary).toBe(true);
    expect((await tenant()).customDomain).toBe(domain.domain);
    const subdomain = (await list()).find(({ verificationToken }) => verificationToken === null);
    const refused = await admin.delete(`${path}/${subdomain?.id ?? ''}`);
    expect([refused.status, refused.body.code]).toEqual([409, 'domain.is_subdomain']);
    expect((await admin.delete(`${path}/${domain.id}`)).status).toBe(204);
    expect(await list()).toMatchObject([{ id: subdomain?.id, isPrimary: true }]);
    expect((await tenant()).customDomain).toBeNull();
  });
});
