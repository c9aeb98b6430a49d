import { calls, type DomainEvent } from '@siteninja/contracts';
import { etagOf, newId } from '@siteninja/core';
import { callers, startForTest, stubCall, type TestService } from '@siteninja/testing';
import { tenantService } from '../app';
import { type TenantCtx } from '../context';
import { locations } from '../contact/location.model';

let service: TestService<TenantCtx>;
beforeAll(async () => {
  service = await startForTest(tenantService, { stubs: [stubCall(calls.addMember, () => ({}))] });
});
afterAll(() => service.stop());

const WORKING_DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'];
const quay = {
  label: 'Workshop',
  address: { street: '12 Quay Street', postalCode: 'BS1 4DB', city: 'Bristol', country: 'GB' },
};
const harbor = {
  ...quay,
  phones: [{ label: 'Office', e164: '+44 (0)20 7946 0018' }],
  emails: [{ label: 'Office', address: 'office@harbor.example' }],
  hours: [{ days: WORKING_DAYS, opens: '08:00', closes: '18:00' }],
};

async function newTenant(more: object = {}) {
  const input = { name: 'Harbor', businessName: 'Harbor Ltd', businessType: 'Plumbing', ...more };
  const made = await service.as(callers.nonMember()).post('/tenants').send(input);
  const id: string = made.body.data.id;
  const admin = service.as(callers.admin(id));
  const path = `/tenants/${id}/locations`;
  return {
    id,
    admin,
    path,
    add: async (location: object) => {
      const answer = await admin.post(path).send(location);
      if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
      return answer.body.data;
    },
    put: (location: { id: string }, change: object) => admin.put(`${path}/${location.id}`).send(change),
    tenant: async () => (await admin.get(`/tenants/${id}`)).body.data,
    writeTenant: (change: object) => admin.put(`/tenants/${id}`).send(change),
    list: async () => (await admin.get(path)).body.data.items,
    events: async (): Promise<DomainEvent[]> =>
      (await service.events()).filter(({ tenantId, type }) => tenantId === id && type !== 'tenant.created'),
  };
}

describe('a location', () => {
  it('is kept as it is given, numbers in E.164, and read back it changes nothing', async () => {
    const { add, admin, path, events } = await newTenant();
    const made = await add({
      ...harbor,
      geo: { lat: 51.4489, lng: -2.5994 },
      exceptions: [{ date: '2026-12-24', opens: '09:00', closes: '12:00', note: 'Christmas Eve' }],
    });
    expect(made).toMatchObject({
      phones: [{ e164: '+442079460018' }],
      address: { region: null, country: 'GB' },
      isPrimary: true,
    });
    const before = await events();
    const read = await admin.get(`${path}/${made.id}`);
    const back = await admin.put(`${path}/${made.id}`).send(read.body.data);
    expect([back.status, back.headers.etag]).toEqual([200, read.headers.etag]);
    expect(await events()).toHaveLength(before.length);
  });

  it.each([
    ['address.country', { address: { ...quay.address, country: 'UK' } }],
    ['geo.lat', { geo: { lat: 90.5, lng: 0 } }],
    ['phones.0.e164', { phones: [{ label: 'A', e164: '020 7946 0018' }] }],
    ['phones.0.e164', { phones: [{ label: 'A', e164: '+44 20' }] }],
    ['emails.0.address', { emails: [{ label: 'A', address: 'nobody' }] }],
    ['hours.0.opens', { hours: [{ days: ['monday'], opens: '24:00', closes: '08:00' }] }],
    ['hours.0.closes', { hours: [{ days: ['monday'], opens: '08:00', closes: '8:60' }] }],
    ['hours.0.closes', { hours: [{ days: ['monday'], opens: '08:00', closes: '08:00' }] }],
    ['hours.0.days', { hours: [{ days: [], opens: '08:00', closes: '09:00' }] }],
    ['exceptions.0.date', { exceptions: [{ date: '2026-02-30', closed: true }] }],
    ['exceptions.0', { exceptions: [{ date: '2026-02-20' }] }],
    ['exceptions.0', { exceptions: [{ date: '2026-02-20', closed: true, opens: '08:00', closes: '09:00' }] }],
    ['exceptions.0', { exceptions: [{ date: '2026-02-20', opens: '08:00' }] }],
  ])('with a wrong %s is refused, naming it: %j', async (field, wrong) => {
    const { admin, path } = await newTenant();
    const refused = await admin.post(path).send({ ...quay, ...wrong });
    expect([refused.status, refused.body.details?.[0]?.field]).toEqual([422, field]);
  });

  it('is open past midnight, and never twice at one time', async () => {
    const { admin, path } = await newTenant();
    const open = async (...spans: [days: string[], opens: string, closes: string][]) => {
      const hours = spans.map(([days, opens, closes]) => ({ days, opens, closes }));
      return (await admin.post(path).send({ ...quay, hours })).status;
    };
    expect(await open([['friday', 'saturday'], '18:00', '02:00'])).toBe(201);
    expect(await open([['monday'], '09:00', '12:00'], [['monday'], '12:00', '18:00'])).toBe(201);
    expect(await open([['sunday'], '20:00', '03:00'], [['monday'], '03:00', '04:00'])).toBe(201);
    expect(await open([['sunday'], '20:00', '03:00'], [['monday'], '02:59', '04:00'])).toBe(422);
    expect(await open([['monday'], '09:00', '12:00'], [WORKING_DAYS, '11:00', '18:00'])).toBe(422);
    const twoOnADay = [
      { date: '2026-12-24', opens: '09:00', closes: '12:00' },
      { date: '2026-12-24', closed: true },
    ];
    const refused = await admin.post(path).send({ ...quay, exceptions: twoOnADay });
    expect([refused.status, refused.body.details]).toMatchObject([422, [{ field: 'exceptions' }]]);
  });

  it('is for admins alone', async () => {
    const { id, path } = await newTenant();
    for (const caller of [callers.viewer(id), callers.editor(id)]) {
      expect((await service.as(caller).get(path)).status).toBe(403);
      expect((await service.as(caller).post(path).send(quay)).status).toBe(403);
    }
    expect((await service.as(callers.apiKey(id, ['read:profile'])).get(path)).status).toBe(200);
  });

  it('is one of a hundred at most', async () => {
    const { add, admin, path } = await newTenant();
    const [first] = [await add(quay), await add(quay)];
    const { _id, ...row } = await locations.in({ ...service.ctx, tenantId: first.tenantId }).get(first.id);
    const more = Array.from({ length: 98 }, () => ({ ...row, isPrimary: false }));
    await locations.in({ ...service.ctx, tenantId: first.tenantId }).insertMany(more);
    const refused = await admin.post(path).send(quay);
    expect([refused.status, refused.body.details]).toMatchObject([422, [{ field: 'label' }]]);
    expect(_id).toBe(first.id);
  });
});

describe('the primary location', () => {
  it('is the first one until another is made it, and always exactly one', async () => {
    const { add, put, list, events } = await newTenant();
    const first = await add({ ...quay, isPrimary: false });
    const second = await add(quay);
    expect([first.isPrimary, second.isPrimary]).toEqual([true, false]);
    expect((await put(second, { isPrimary: true })).body.data.isPrimary).toBe(true);
    expect((await list()).map(({ isPrimary }: { isPrimary: boolean }) => isPrimary)).toEqual([false, true]);
    const refused = await put(second, { isPrimary: false });
    expect([refused.status, refused.body.details]).toMatchObject([422, [{ field: 'isPrimary' }]]);
    const [change, consequence] = (await events()).slice(-2);
    expect(change).toMatchObject({ type: 'location.updated', data: { id: second.id, isPrimary: true } });
    expect(consequence).toMatchObject({
      type: 'location.updated',
      causedBy: change?.id,
      data: { id: first.id },
      change: { before: { isPrimary: true }, after: { isPrimary: false } },
    });
  });

  it('is exactly one after 20 were added and made primary at once', async () => {
    const { add, put, list } = await newTenant();
    const added = await Promise.all(Array.from({ length: 10 }, () => add({ ...quay, isPrimary: true })));
    await Promise.all(added.map((location) => put(location, { isPrimary: true })));
    expect((await list()).filter(({ isPrimary }: { isPrimary: boolean }) => isPrimary)).toHaveLength(1);
  });

  it('can be deleted only as the last one, which leaves the tenant what it has said', async () => {
    const { add, admin, path, tenant } = await newTenant();
    const [first, second] = [await add(harbor), await add(quay)];
    const refused = await admin.delete(`${path}/${first.id}`);
    expect([refused.status, refused.body.code]).toEqual([409, 'location.is_primary']);
    expect((await admin.delete(`${path}/${second.id}`)).status).toBe(204);
    expect((await admin.delete(`${path}/${first.id}`)).status).toBe(204);
    expect(await tenant()).toMatchObject({ contactPhone: '+442079460018' });
    expect((await admin.get(`${path}/${first.id}`)).status).toBe(404);
  });
});

describe('the contact of a tenant', () => {
  it("is its primary location's, whichever that is", async () => {
    const { add, put, tenant, events } = await newTenant({ contactPhone: 'Ask for Joe' });
    const first = await add(harbor);
    expect(await tenant()).toMatchObject({
      contactPhone: '+442079460018',
      contactEmail: 'office@harbor.example',
      businessHours: { monday: '8:00-18:00', friday: '8:00-18:00' },
    });
    const [created, follows] = await events();
    expect([created?.type, follows?.type, follows?.causedBy]).toEqual([
      'location.created',
      'tenant.updated',
      created?.id,
    ]);
    const late = [{ days: ['saturday'], opens: '18:00', closes: '02:00' }];
    await put(first, { hours: late, phones: [] });
    expect(await tenant()).toMatchObject({ contactPhone: null, businessHours: { saturday: '18:00-2:00' } });
    await add({ ...quay, emails: [{ label: 'Two', address: 'two@harbor.example' }], isPrimary: true });
    expect(await tenant()).toMatchObject({ contactEmail: 'two@harbor.example', businessHours: {} });
  });

  it('becomes that of its first location, where that is given none', async () => {
    const words = {
      contactPhone: '020 7946 0018',
      businessHours: { monday: '9:00-17:00', sunday: 'closed' },
    };
    const { add, tenant } = await newTenant({ ...words, contactEmail: 'a@harbor.example' });
    const before = await tenant();
    expect(await add(quay)).toMatchObject({
      phones: [{ e164: '+442079460018' }],
      emails: [{ address: 'a@harbor.example' }],
      hours: [{ days: ['monday'], opens: '09:00', closes: '17:00' }],
    });
    expect(await tenant()).toEqual(before);
  });

  it('is written through to the primary location, and read back in the words in which it was written', async () => {
    const { add, admin, path, tenant, writeTenant, events } = await newTenant();
    const { id } = await add({
      ...harbor,
      phones: [...harbor.phones, { label: 'Van', e164: '+447700900123' }],
    });
    const words = {
      contactPhone: '020 7946 0991',
      contactEmail: 'new@harbor.example',
      businessHours: { monday: '9:00-12:00; 13:00-17:00', tuesday: 'by appointment' },
    };
    expect((await writeTenant(words)).body.data).toMatchObject(words);
    const location = async () => (await admin.get(`${path}/${id}`)).body.data;
    expect(await location()).toMatchObject({
      phones: [
        { label: 'Office', e164: '+442079460991' },
        { label: 'Van', e164: '+447700900123' },
      ],
      emails: [{ address: 'new@harbor.example' }],
      hours: [
        { days: ['monday'], opens: '09:00', closes: '12:00' },
        { days: ['monday'], opens: '13:00', closes: '17:00' },
      ],
    });
    const [change, follows] = (await events()).slice(-2);
    expect([follows?.type, follows?.causedBy]).toEqual(['location.updated', change?.id]);
    await admin.put(`${path}/${id}`).send({ label: 'Shop' });
    expect(await tenant()).toMatchObject(words);
    await writeTenant({ contactPhone: null, contactEmail: null, businessHours: null });
    expect(await location()).toMatchObject({ phones: [], emails: [], hours: [] });
  });

  it('is refused where its location cannot say it', async () => {
    const { add, writeTenant } = await newTenant({ contactPhone: 'Ask for Joe' });
    await add(quay);
    for (const [field, value] of [
      ['contactPhone', 'Ask for Jim'],
      ['businessHours', { monday: '9:00-17:00, 16:00-18:00' }],
    ] as const) {
      const refused = await writeTenant({ [field]: value });
      expect([refused.status, refused.body.details]).toMatchObject([422, [{ field }]]);
    }
    expect((await writeTenant({ contactPhone: 'Ask for Joe', name: 'New' })).status).toBe(200);
  });
});

describe('the order of the locations', () => {
  it('is that of their ids, all of them, and leaves one event', async () => {
    const { add, admin, path, list, events } = await newTenant();
    const ids = [(await add(quay)).id, (await add(quay)).id, (await add(quay)).id].reverse();
    const before = (await events()).length;
    const answer = await admin.put(`${path}/order`).send({ locationIds: ids });
    const idsOf = (items: { id: string }[]) => items.map(({ id }) => id);
    expect(idsOf(answer.body.data.items)).toEqual(ids);
    expect(idsOf(await list())).toEqual(ids);
    expect((await events()).slice(before)).toMatchObject([
      { type: 'location.reordered', data: { locationIds: ids } },
    ]);
    for (const wrong of [ids.slice(1), [...ids, newId()], [ids[0], ids[0], ids[1]]]) {
      expect((await admin.put(`${path}/order`).send({ locationIds: wrong })).status).toBe(422);
    }
  });
});

describe('an entity tag', () => {
  it('lets one of ten writers of a location win', async () => {
    const { add, put } = await newTenant();
    const location = await add(quay);
    const writes = await Promise.all(
      Array.from({ length: 10 }, (_, number) =>
        put(location, { label: `L${number}` }).set('If-Match', etagOf(location)),
      ),
    );
    expect(writes.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 9 }, () => 412)]);
  });
});
