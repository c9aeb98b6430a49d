import { createLog, newId } from '@siteninja/core';
import { inProcessBus } from '@siteninja/events';
import { callers, startForTest, type TestService } from '@siteninja/testing';
import { integrationService } from '../app';
import { type IntegrationCtx } from '../context';
import { pageUpdated } from '../test-support';
import { feedEvents } from './feed-event.model';

const database = { MONGODB_DATABASE: `test_integration_${newId().slice(-12)}` };
const bus = inProcessBus({ log: createLog('bus', 'silent'), confirmTimeoutMs: 20_000 });
let service: TestService<IntegrationCtx>;
/** Other processes of the service, on the same database. */
let second: TestService<IntegrationCtx>;
let onBus: TestService<IntegrationCtx>;
beforeAll(async () => {
  service = await startForTest(integrationService, { env: database });
  second = await startForTest(integrationService, { env: database });
  onBus = await startForTest(integrationService, { env: database, shared: { bus } });
});
afterAll(async () => {
  await Promise.all([second.stop(), onBus.stop(), service.stop()]);
  await bus.close();
});

const read = (tenantId: string, query = '', as = callers.admin(tenantId)) =>
  service.as(as).get(`/tenants/${tenantId}/events${query}`);
const happened = async (tenantId: string, count: number): Promise<string[]> => {
  const events = Array.from({ length: count }, () => pageUpdated(tenantId));
  for (const event of events) await service.deliver(event);
  return events.map(({ id }) => id);
};

interface Item {
  id: string;
  sequence: number;
}
/** The whole feed, by pages of this size. */
async function readAll(tenantId: string, limit: number): Promise<Item[]> {
  const all: Item[] = [];
  for (let after = 0, more = true; more;) {
    const { items, pagination } = (await read(tenantId, `?limit=${limit}&after=${after}`)).body.data;
    all.push(...items);
    after = pagination.nextCursor;
    more = pagination.hasNext;
  }
  return all;
}

describe('the event feed of a tenant', () => {
  it('the events of a tenant are numbered from 1 without gaps, in the order in which they came', async () => {
    const tenantId = newId();
    const ids = await happened(tenantId, 7);
    for (const limit of [1, 3, 7, 100]) {
      const all = await readAll(tenantId, limit);
      expect(all.map(({ id }) => id)).toEqual(ids);
      expect(all.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    }
  });

  it('an event of the feed has the payload that was recorded, byte for byte, and not who did it', async () => {
    const tenantId = newId();
    const data = JSON.parse('{"title":"\\u0000é😀","$set":{"a.b":1},"2":0,"__proto__":{"x":1}}');
    const event = pageUpdated(tenantId, { data });
    await service.deliver(event);
    const { body } = await read(tenantId);
    const { id, type, occurredAt: timestamp } = event;
    expect(body.data.items).toEqual([{ id, type, timestamp, tenantId, sequence: 1, data }]);
    expect(JSON.stringify(body.data.items[0].data)).toBe(JSON.stringify(data));
  });

  it('consequences of another event are in the feed as well', async () => {
    const tenantId = newId();
    const event = pageUpdated(tenantId, { causedBy: newId() });
    await service.deliver(event);
    expect((await read(tenantId)).body.data.items).toMatchObject([{ id: event.id }]);
  });

  it('what belongs to no tenant is in no feed, and what belongs to another tenant not in this one', async () => {
    const tenantId = newId();
    await service.deliver(pageUpdated(null));
    await service.deliver(pageUpdated(newId()));
    expect((await read(tenantId)).body.data).toEqual({
      items: [],
      pagination: { limit: 20, hasNext: false, nextCursor: 0 },
    });
  });

  it('who asks again with nextCursor gets what has happened since, and nothing twice', async () => {
    const tenantId = newId();
    await happened(tenantId, 2);
    const { nextCursor } = (await read(tenantId)).body.data.pagination;
    expect(nextCursor).toBe(2);
    const nothing = (await read(tenantId, `?after=${nextCursor}`)).body.data;
    expect(nothing).toMatchObject({ items: [], pagination: { hasNext: false, nextCursor: 2 } });
    const [id] = await happened(tenantId, 1);
    expect((await read(tenantId, `?after=${nextCursor}`)).body.data.items).toMatchObject([
      { id, sequence: 3 },
    ]);
  });

  it('the numbers have no gap when two processes write at once and events come twice', async () => {
    const tenantId = newId();
    const neighbour = newId();
    const events = Array.from({ length: 90 }, (_, index) =>
      pageUpdated(index % 3 === 0 ? neighbour : tenantId),
    );
    const single = Array.from({ length: 20 }, () => pageUpdated(tenantId));
    const published = bus.publish([...events, ...events.slice(0, 20)]);
    await Promise.all(single.map((event, index) => (index % 2 === 0 ? service : second).deliver(event)));
    await Promise.all(single.slice(0, 5).map((event) => second.deliver(event)));
    expect(new Set((await published).confirmed).size).toBe(90);
    for (const [tenant, count] of [
      [tenantId, 80],
      [neighbour, 30],
    ] as const) {
      const all = await readAll(tenant, 33);
      expect(all.map(({ sequence }) => sequence)).toEqual(Array.from({ length: count }, (_, at) => at + 1));
      expect(new Set(all.map(({ id }) => id)).size).toBe(count);
    }
  });

  it('who asks for events that are no longer kept is told so, and who begins gets what there is', async () => {
    const tenantId = newId();
    await happened(tenantId, 4);
    const rows = feedEvents.in({ ...service.ctx, tenantId });
    await rows.delete({ sequence: { $lt: 3 } });
    const { status, body } = await read(tenantId, '?after=1');
    expect([status, body.code]).toEqual([410, 'event.expired']);
    expect(body.details).toMatchObject([{ field: 'after', oldest: 3 }]);
    expect((await read(tenantId, '?after=2')).body.data.items).toMatchObject([
      { sequence: 3 },
      { sequence: 4 },
    ]);
    expect((await read(tenantId)).body.data.items).toHaveLength(2);
    await rows.delete({});
    expect((await read(tenantId, '?after=1')).body.details).toMatchObject([{ oldest: 5 }]);
    expect((await read(tenantId, '?after=4')).status).toBe(200);
  });

  it('events are given as CloudEvents 1.0 to who asks for that', async () => {
    const tenantId = newId();
    const event = pageUpdated(tenantId);
    await service.deliver(event);
    const { body } = await read(tenantId, '?format=cloudevents');
    expect(body.data.items).toEqual([
      {
        specversion: '1.0',
        id: event.id,
        source: `/tenants/${tenantId}`,
        type: 'page.updated',
        subject: event.resource.id,
        time: event.occurredAt,
        datacontenttype: 'application/json',
        tenantid: tenantId,
        sequence: '1',
        sequencetype: 'Integer',
        data: event.data,
      },
    ]);
  });

  it.each(['after=-1', 'after=x', 'limit=0', 'format=xml', 'page=1'])(
    'the feed refuses %s',
    async (query) => {
      expect((await read(newId(), `?${query}`)).status).toBe(422);
    },
  );

  it('the feed needs the permission read:events', async () => {
    const tenantId = newId();
    const statuses = await Promise.all(
      [
        callers.anonymous,
        callers.editor(tenantId),
        callers.apiKey(tenantId, ['read:audit']),
        callers.admin(newId()),
        callers.apiKey(tenantId, ['read:events']),
      ].map(async (caller) => (await read(tenantId, '', caller)).status),
    );
    expect(statuses).toEqual([401, 403, 403, 403, 200]);
  });
});
