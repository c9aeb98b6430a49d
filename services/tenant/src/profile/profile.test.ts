import { calls } from '@siteninja/contracts';
import { callers, startForTest, stubCall, type TestService } from '@siteninja/testing';
import { tenantService } from '../app';
import { type TenantCtx } from '../context';

let service: TestService<TenantCtx>;
beforeAll(async () => {
  service = await startForTest(tenantService, { stubs: [stubCall(calls.addMember, () => ({}))] });
});
afterAll(() => service.stop());

async function newTenant(more: object = {}) {
  const input = { name: 'Harbor', businessName: 'Harbor Ltd', businessType: 'Plumbing', ...more };
  const { body } = await service.as(callers.nonMember()).post('/tenants').send(input);
  const id: string = body.data.id;
  const admin = service.as(callers.admin(id));
  const path = `/tenants/${id}/profile`;
  return {
    id,
    admin,
    path,
    read: async () => (await admin.get(path)).body.data,
    write: (change: object) => admin.put(path).send(change),
    readiness: async () => (await admin.get(`${path}/readiness`)).body.data,
    updates: async () => (await service.events()).filter((event) => event.resource.id === id).slice(1),
  };
}

describe('the profile of a business', () => {
  it('is proposed from its industry until it is chosen, and follows a change of it', async () => {
    const { id, admin, read, write } = await newTenant();
    const empty = { legalName: null, priceRange: null, currency: null, social: {} };
    expect(await read()).toEqual({ tenantId: id, ...empty, schemaType: 'Plumber' });
    await admin.put(`/tenants/${id}`).send({ businessType: 'Restaurant' });
    expect(await read()).toMatchObject({ schemaType: 'Restaurant' });
    await write({ schemaType: 'Bakery' });
    await admin.put(`/tenants/${id}`).send({ businessType: 'Legal' });
    expect(await read()).toMatchObject({ schemaType: 'Bakery' });
    expect((await write({ schemaType: null })).body.data).toMatchObject({ schemaType: 'LegalService' });
    expect(await (await newTenant({ businessType: 'Beekeeping' })).read()).toMatchObject({
      schemaType: 'LocalBusiness',
    });
  });

  it('changes what is named, clears what is null, and changes nothing when it is given back', async () => {
    const { read, write, admin, path, updates } = await newTenant();
    const social = { x: 'HTTPS://x.com/harbor', instagram: 'https://instagram.com/harbor' };
    const change = { legalName: 'Harbor Plumbing Ltd', priceRange: '££', currency: 'gbp', social };
    expect((await write(change)).body.data).toMatchObject({
      ...change,
      currency: 'GBP',
      social: { x: 'https://x.com/harbor', instagram: 'https://instagram.com/harbor' },
    });
    const stored = await admin.get(path);
    expect((await write(stored.body.data)).headers.etag).toBe(stored.headers.etag);
    expect(await updates()).toMatchObject([
      { type: 'profile.updated', change: { before: { legalName: null } }, data: { currency: 'GBP' } },
    ]);
    await write({ priceRange: null, social: null });
    expect(await read()).toMatchObject({ legalName: 'Harbor Plumbing Ltd', priceRange: null, social: {} });
    const stale = await admin.put(path).set('If-Match', String(stored.headers.etag)).send({ legalName: 'X' });
    expect(stale.status).toBe(412);
  });

  it.each([
    ['social.x', { social: { x: 'http://x.com/harbor' } }],
    ['social.x', { social: { x: 'javascript:alert(1)' } }],
    ['social.myspace', { social: { myspace: 'https://myspace.example' } }],
    ['currency', { currency: 'EURO' }],
    ['schemaType', { schemaType: 'Person' }],
    ['priceRange', { priceRange: '$'.repeat(100) }],
    ['tenantId', { tenantId: '0190b3c1-7c6e-7a44-9d0e-3f1b8a5c2d10' }],
  ])('with a wrong %s is refused, naming it', async (field, change) => {
    const { write } = await newTenant();
    const refused = await write(change);
    expect([refused.status, refused.body.details?.[0]?.field]).toEqual([422, field]);
  });

  it('says what search engines miss: what Google requires, then what it recommends', async () => {
    const { id, admin, readiness, write } = await newTenant({ contactPhone: '020 7946 0018' });
    expect(await readiness()).toEqual({
      status: 'required_missing',
      missing: ['address', 'geo', 'openingHoursSpecification', 'priceRange'],
    });
    const address = { street: '12 Quay Street', postalCode: 'BS1 4DB', city: 'Bristol', country: 'GB' };
    const hours = [{ days: ['monday'], opens: '09:00', closes: '17:00' }];
    await admin.post(`/tenants/${id}/locations`).send({ label: 'Shop', address, hours });
    expect(await readiness()).toEqual({ status: 'recommended_missing', missing: ['geo', 'priceRange'] });
    await write({ priceRange: '££' });
    const list = await admin.get(`/tenants/${id}/locations`);
    const [{ id: locationId }] = list.body.data.items;
    await admin.put(`/tenants/${id}/locations/${locationId}`).send({ geo: { lat: 51.4, lng: -2.6 } });
    expect(await readiness()).toEqual({ status: 'complete', missing: [] });
  });
});
