import { calls } from '@siteninja/contracts';
import { DomainError, newId, notFound, testClock } from '@siteninja/core';
import { callers, startForTest, stubCall, type TestService } from '@siteninja/testing';
import { tenantService } from '../app';
import { type TenantCtx } from '../context';

let service: TestService<TenantCtx>;
let identityAnswers: () => object = () => ({});
const adminsKnown = new Set<string>();
const memberships: unknown[] = [];
const templateId = newId();
const clock = testClock();
const templateBranding = {
  primaryColor: '#112233',
  secondaryColor: '#3B82F6',
  accentColor: '#F59E0B',
  backgroundColor: '#FFFFFF',
  textColor: '#374151',
  fontFamily: 'Inter, sans-serif',
  headingFontFamily: 'Inter, sans-serif',
};

beforeAll(async () => {
  service = await startForTest(tenantService, {
    shared: { clock },
    stubs: [
      stubCall(calls.addMember, ({ body }) => {
        memberships.push(body);
        return identityAnswers();
      }),
      stubCall(calls.syncTenant, () => ({})),
      stubCall(calls.hasAdmin, ({ params }) => ({ exists: adminsKnown.has(params.tenantId) })),
      stubCall(calls.getTemplate, ({ params }) => {
        if (params.templateId !== templateId) throw notFound('template');
        return { id: templateId, isActive: true, isPremium: false, defaultBranding: templateBranding };
      }),
    ],
  });
});
afterAll(() => service.stop());
beforeEach(() => {
  identityAnswers = () => ({});
});

const joes = { name: "Joe's Plumbing", businessName: 'Joe Plumbing LLC', businessType: 'Plumbing' };

async function makeTenant(more: object = {}, userId = newId()) {
  const made = await service
    .as(callers.nonMember(userId))
    .post('/tenants')
    .send({ ...joes, ...more });
  if (made.status !== 201) throw new Error(JSON.stringify(made.body));
  return { id: String(made.body.data.id), data: made.body.data, userId, response: made };
}

describe('making a tenant', () => {
  it('answers once tenant, branding, host and the membership of its creator are there', async () => {
    const { id, data, userId, response } = await makeTenant({
      subdomain: 'Joes-Place',
      customDomain: 'Shop.Jürgens-Laden.de',
    });
    expect(response.headers.location).toBe(`/api/tenants/${id}`);
    expect(response.headers['x-invalidate']).toBe(`user:${userId}`);
    expect(data).toMatchObject({
      tenantId: id,
      subdomain: 'joes-place',
      customDomain: null,
      status: 'trial',
      subscription: null,
      siteUrl: 'http://joes-place.localhost:8080',
      branding: { primaryColor: '#1D4ED8', contrast: { level: 'AAA' } },
      domains: [
        { domain: 'joes-place.localhost', isVerified: true, isPrimary: true, isSubdomain: true },
        { domain: 'shop.xn--jrgens-laden-dlb.de', isVerified: false, isPrimary: false },
      ],
    });
    expect(memberships.at(-1)).toMatchObject({
      tenantId: id,
      userId,
      role: 'admin',
      tenant: { status: 'trial' },
    });
    const created = (await service.events()).filter((event) => event.tenantId === id);
    expect(created).toMatchObject([
      { type: 'tenant.created', actor: { type: 'user', userId }, data: { id } },
    ]);
  });

  it('proposes a subdomain from the name, and the next one when it is taken', async () => {
    const first = await makeTenant({ name: 'Café Zürich!' });
    const second = await makeTenant({ name: 'Cafe Zurich' });
    expect([first.data.subdomain, second.data.subdomain]).toEqual(['cafe-zurich', 'cafe-zurich-2']);
    expect((await makeTenant({ name: '水道屋' })).data.subdomain).toBe('site');
    expect((await makeTenant({ name: 'Admin' })).data.subdomain).toBe('site-admin');
  });

  it('gives of 20 at once with one name a subdomain to each', async () => {
    const made = await Promise.all(Array.from({ length: 20 }, () => makeTenant({ name: 'Rush Hour' })));
    expect(new Set(made.map(({ data }) => data.subdomain)).size).toBe(20);
  });

  it('refuses a taken or reserved subdomain and an unknown template, and leaves nothing', async () => {
    await makeTenant({ subdomain: 'taken-one' });
    const as = service.as(callers.nonMember());
    const count = (await service.events()).length;
    const taken = await as.post('/tenants').send({ ...joes, subdomain: 'TAKEN-one' });
    expect(taken.status).toBe(409);
    expect(taken.body).toMatchObject({ code: 'tenant.subdomain_taken', details: [{ field: 'subdomain' }] });
    for (const [field, value] of [
      ['subdomain', 'www'],
      ['subdomain', '-a-'],
      ['templateId', newId()],
      ['customDomain', 'shop.localhost'],
      ['businessHours', { funday: 'x' }],
    ] as const) {
      const refused = await as.post('/tenants').send({ ...joes, [field]: value });
      expect(refused.status).toBe(422);
      expect(refused.body.details[0].field).toContain(field);
    }
    expect(await service.events()).toHaveLength(count);
  });

  it('takes the look of its template', async () => {
    const { data } = await makeTenant({ templateId });
    expect(data).toMatchObject({
      templateId,
      branding: { primaryColor: '#112233', secondaryColor: '#3B82F6' },
    });
  });

  it('releases the subdomain at once when identity refuses', async () => {
    identityAnswers = () => {
      throw new DomainError('forbidden', 'auth.forbidden', 'No.');
    };
    const refused = await service
      .as(callers.nonMember())
      .post('/tenants')
      .send({ ...joes, subdomain: 'second-try' });
    expect(refused.status).toBe(403);
    identityAnswers = () => ({});
    expect((await makeTenant({ subdomain: 'second-try' })).data.subdomain).toBe('second-try');
  });

  it('sweeps what was left half-made: finished where identity knows an admin, else released', async () => {
    identityAnswers = () => {
      throw new DomainError('internal', 'internal', 'Down.');
    };
    const as = service.as(callers.nonMember());
    expect((await as.post('/tenants').send({ ...joes, subdomain: 'half-done' })).status).toBe(503);
    expect((await as.post('/tenants').send({ ...joes, subdomain: 'half-lost' })).status).toBe(503);
    identityAnswers = () => ({});
    const superAdmin = service.as(callers.superAdmin());
    expect((await superAdmin.get('/tenants?search=half-')).body.data.items).toEqual([]);
    const [done] = memberships.slice(-2) as { tenantId: string }[];
    adminsKnown.add(done?.tenantId ?? '');
    clock.advance(61_000);
    await service.runDueJobs();
    const found = await superAdmin.get('/tenants?search=half-');
    expect(found.body.data.items.map(({ subdomain }: { subdomain: string }) => subdomain)).toEqual([
      'half-done',
    ]);
    expect((await makeTenant({ subdomain: 'half-lost' })).data.subdomain).toBe('half-lost');
  });
});

describe('a tenant', () => {
  it('is listed to those who belong to it and to the platform, found by literal text', async () => {
    const { id, userId } = await makeTenant({ name: 'Needle (50%)' });
    const own = await service.as(callers.nonMember(userId)).get('/tenants?search=NEEDLE (5');
    expect(own.body.data.items).toMatchObject([{ id }]);
    expect((await service.as(callers.nonMember()).get('/tenants')).body.data.items).toEqual([]);
    expect((await service.as(callers.superAdmin()).get('/tenants?search=e.dle')).body.data.items).toEqual([]);
    const key = await service.as(callers.apiKey(id, ['read:tenants'])).get('/tenants');
    expect(key.body.data.items).toMatchObject([{ id }]);
    expect((await service.as(callers.apiKey(id, ['read:assets'])).get('/tenants')).status).toBe(403);
    expect((await service.as(callers.nonMember()).get('/tenants?includeDeleted=true')).status).toBe(403);
    expect((await service.as(callers.nonMember()).get('/tenants?limit=0&sort=secret&nope=1')).status).toBe(
      422,
    );
  });

  it('is the same 403 to strangers whether it exists or not, and 404 to the platform when it does not', async () => {
    const { id } = await makeTenant();
    const there = await service.as(callers.nonMember()).get(`/tenants/${id}`);
    const not = await service.as(callers.nonMember()).put(`/tenants/${newId()}`).send('{');
    expect([there.status, not.status]).toEqual([403, 403]);
    expect(there.body.code).toBe(not.body.code);
    expect((await service.as(callers.superAdmin()).get(`/tenants/${newId()}`)).status).toBe(404);
  });

  it('keeps what a patch does not name, clears what it names null, and refuses subdomain and domain', async () => {
    const { id } = await makeTenant({
      description: 'Old',
      contactPhone: '1',
      businessHours: { monday: '9-5' },
    });
    const admin = service.as(callers.admin(id));
    const changed = await admin.patch(`/tenants/${id}`).send({ contactPhone: null, businessHours: null });
    expect(changed.body.data).toMatchObject({ description: 'Old', contactPhone: null, businessHours: {} });
    for (const field of ['subdomain', 'customDomain', 'templateId']) {
      expect((await admin.put(`/tenants/${id}`).send({ [field]: 'other' })).status).toBe(422);
    }
    expect((await admin.put(`/tenants/${id}`).send({ status: 'active' })).status).toBe(403);
    expect((await service.as(callers.viewer(id)).put(`/tenants/${id}`).send({ name: 'x' })).status).toBe(403);
    const suspended = await service
      .as(callers.superAdmin(id))
      .put(`/tenants/${id}`)
      .send({ status: 'suspended' });
    expect(suspended.body.data.status).toBe('suspended');
    expect(suspended.headers['x-invalidate']).toContain(`tenant:${id}`);
  });

  it('lets one of 100 writers with the same entity tag win, and tells the others', async () => {
    const { id, response } = await makeTenant();
    const admin = service.as(callers.admin(id));
    const writes = await Promise.all(
      Array.from({ length: 100 }, (_, number) =>
        admin
          .put(`/tenants/${id}`)
          .set('If-Match', response.headers.etag ?? '')
          .send({ name: `Name ${number}` }),
      ),
    );
    const statuses = writes.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, ...Array.from({ length: 99 }, () => 412)]);
    const updates = (await service.events()).filter(
      ({ type, tenantId }) => type === 'tenant.updated' && tenantId === id,
    );
    expect(updates).toHaveLength(1);
  });

  it('is deleted softly: gone to its members but for reading and restoring it', async () => {
    const { id } = await makeTenant();
    const admin = callers.admin(id);
    expect((await service.as(admin).delete(`/tenants/${id}`)).status).toBe(204);
    const after = { ...admin, tenant: { id, status: 'trial', deleted: true, role: 'admin' } } as typeof admin;
    expect((await service.as(after).get(`/tenants/${id}`)).body.data.deletedAt).toEqual(expect.any(String));
    const gone = await service.as(after).get(`/tenants/${id}/branding`);
    expect([gone.status, gone.body.code]).toEqual([410, 'tenant.deleted']);
    expect((await service.as(after).post(`/tenants/${id}/restore`)).body.data.deletedAt).toBeNull();
    expect((await service.as(admin).post(`/tenants/${id}/restore`)).status).toBe(409);
  });

  it('shows its subscription as billing tells it, the latest whatever the order', async () => {
    const { id } = await makeTenant();
    const subscriptionId = newId();
    const data = (status: string) => ({
      id: subscriptionId,
      plan: 'pro',
      status,
      trialEndsAt: null,
      currentPeriodEnd: new Date().toISOString(),
      limits: {
        pages: 100,
        users: 10,
        storageBytes: 1_000,
        aiCredits: 10,
        customDomains: 1,
        apiRequests: 1_000,
        versions: 20,
        premiumTemplates: true,
        limitOfNewerBilling: 7,
      },
    });
    const tell = (status: string, version: number) =>
      service.deliver({
        type: 'subscription.updated',
        tenantId: id,
        resource: { type: 'subscription', id: subscriptionId, version },
        data: data(status),
      });
    await tell('active', 2);
    await tell('trial', 1);
    const read = await service.as(callers.viewer(id)).get(`/tenants/${id}`);
    expect(read.body.data).toMatchObject({
      status: 'active',
      subscription: { plan: 'pro', status: 'active' },
    });
  });

  it('can be read and not written while it is past due or suspended', async () => {
    const { id } = await makeTenant();
    const being = (status: 'past_due' | 'suspended') => {
      const admin = callers.admin(id);
      return { ...admin, tenant: { id, status, deleted: false, role: 'admin' as const } };
    };
    const pastDue = await service.as(being('past_due')).put(`/tenants/${id}/branding`).send({});
    expect([pastDue.status, pastDue.body.code]).toEqual([402, 'subscription.read_only']);
    const suspended = await service.as(being('suspended')).put(`/tenants/${id}/branding`).send({});
    expect([suspended.status, suspended.body.code]).toEqual([403, 'tenant.suspended']);
    expect((await service.as(being('suspended')).get(`/tenants/${id}/branding`)).status).toBe(200);
  });
});
