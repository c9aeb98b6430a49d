import { createHmac } from 'node:crypto';
import { type DomainEvent, type EventType } from '@siteninja/contracts';
import { DAY_MS, newId, testClock } from '@siteninja/core';
import { callers, startForTest, type TestService, until } from '@siteninja/testing';
import { integrationService } from '../app';
import { type IntegrationCtx } from '../context';
import { type Delivery } from './delivery.schema';
import { deliveryEnv, isVerified, pageEvent, type Receiver, startReceiver, verify } from './test-support';

const clock = testClock();
let service: TestService<IntegrationCtx>;
/** Another process of the service, on the same database. */
let second: TestService<IntegrationCtx>;
let receiver: Receiver;
beforeAll(async () => {
  const env = deliveryEnv();
  service = await startForTest(integrationService, { env, shared: { clock } });
  second = await startForTest(integrationService, { env, shared: { clock } });
});
afterAll(async () => {
  await second.stop();
  await service.stop();
});
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.close());

interface Made {
  id: string;
  tenantId: string;
  secret: string;
  publicKey: string;
}
async function webhook(more: object = {}, tenantId = newId()): Promise<Made> {
  const body = { url: receiver.url, events: ['*'], ...more };
  const answer = await service.as(callers.admin(tenantId)).post(`/tenants/${tenantId}/webhooks`).send(body);
  expect(answer.status).toBe(201);
  return answer.body.data;
}
const path = ({ tenantId, id }: Made, more = '') => `/tenants/${tenantId}/webhooks/${id}${more}`;
const get = async (made: Made, more = '') =>
  (await service.as(callers.admin(made.tenantId)).get(path(made, more))).body.data;
const post = (made: Made, more: string, body?: object) =>
  service.as(callers.admin(made.tenantId)).post(path(made, more)).send(body);
const attempts = async (made: Made): Promise<Delivery[]> => (await get(made, '/deliveries?limit=100')).items;

async function happened(tenantId: string, more: Partial<DomainEvent> = {}): Promise<DomainEvent> {
  const event = pageEvent(tenantId, clock.now(), more);
  await service.deliver(event);
  return event;
}
const received = (count: number) =>
  until(() => (receiver.received.length >= count ? receiver.received : null));
const recorded = (made: Made, count: number) =>
  until(async () => {
    const list = await attempts(made);
    return list.length >= count ? list : null;
  });

describe('a delivery', () => {
  it('an event is delivered as it stands in the feed, signed so that the package standardwebhooks verifies it', async () => {
    const made = await webhook();
    const event = await happened(made.tenantId);
    const [first] = await received(1);
    const verified = verify(made.secret, first);
    const feed = await service
      .as(callers.admin(made.tenantId))
      .get(`/tenants/${made.tenantId}/events?limit=100`);
    expect(feed.body.data.items).toContainEqual(verified);
    expect(verified).toMatchObject({ id: event.id, type: 'page.updated', sequence: 1, data: event.data });
    expect(first?.headers).toMatchObject({
      'webhook-id': event.id,
      'x-webhook-event': 'page.updated',
      'content-type': 'application/json',
      'x-webhook-signature': createHmac('sha256', made.secret)
        .update(first?.body ?? '')
        .digest('hex'),
    });
    const [attempt] = await recorded(made, 1);
    expect(attempt).toMatchObject({
      webhookId: made.id,
      eventId: event.id,
      eventType: 'page.updated',
      status: 'succeeded',
      attempt: 1,
      responseStatus: 200,
      nextAttemptAt: null,
      payload: verified,
    });
    expect(await get(made, `/deliveries/${attempt?.id}`)).toEqual(attempt);
    expect(await get(made)).toMatchObject({ lastStatusCode: 200, failureCount: 0 });
  });

  it('each event is delivered once, however many processes there are', async () => {
    const made = await webhook();
    const events: string[] = [];
    for (let count = 0; count < 40; count++) events.push((await happened(made.tenantId)).id);
    await recorded(made, 40);
    expect(receiver.received.map(({ headers }) => headers['webhook-id']).sort()).toEqual(events.sort());
  });

  it('a webhook is told of the types and resources that it asks for, and of no other tenant', async () => {
    const page = { type: 'page', id: newId(), version: 1 };
    const made = await webhook({ events: ['page.updated', 'page.deleted'], resourceIds: [page.id] });
    await happened(newId(), { resource: page });
    await happened(made.tenantId);
    await happened(made.tenantId, { type: 'page.created', resource: page });
    const wanted = await happened(made.tenantId, { resource: page });
    const [attempt] = await recorded(made, 1);
    expect(attempt?.eventId).toBe(wanted.id);
    expect(receiver.received).toHaveLength(1);
  });

  it('a thin payload names the resource alone', async () => {
    const made = await webhook({ payload: 'thin' });
    const { resource } = await happened(made.tenantId);
    const [first] = await received(1);
    expect(JSON.parse(first?.body ?? '').data).toEqual(resource);
  });

  it('a test event has no sequence, and is in no feed', async () => {
    const made = await webhook({ events: ['page.created'] });
    const answer = await post(made, '/test');
    expect([answer.status, answer.body.data.eventType]).toEqual([202, 'webhook.test']);
    const [first] = await received(1);
    const body = JSON.parse(first?.body ?? '');
    expect(body).toMatchObject({
      id: answer.body.data.eventId,
      type: 'webhook.test',
      data: { webhookId: made.id },
    });
    expect(Object.keys(body)).toEqual(['id', 'type', 'timestamp', 'tenantId', 'data']);
    expect((await recorded(made, 1))[0]?.payload).toEqual(body);
  });

  it('a redelivery has the same bytes and the same webhook-id', async () => {
    const made = await webhook();
    await happened(made.tenantId);
    const [attempt] = await recorded(made, 1);
    expect((await post(made, `/deliveries/${attempt?.id}/redeliver`)).status).toBe(202);
    const [first, again] = await received(2);
    expect(again?.body).toBe(first?.body);
    expect(again?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
  });

  it('a replay delivers every event of its span that the webhook asks for, and says how many', async () => {
    const tenantId = newId();
    const ids: string[] = [];
    for (const second of [1, 2, 3, 4]) {
      const occurredAt = new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
      ids.push((await happened(tenantId, { occurredAt })).id);
    }
    await happened(tenantId, { type: 'page.created', occurredAt: '2026-01-01T00:00:02Z' });
    const made = await webhook({ events: ['page.updated'] }, tenantId);
    const answer = await post(made, '/replay', { from: '2026-01-01T00:00:02Z', to: '2026-01-01T00:00:03Z' });
    expect([answer.status, answer.body.data]).toEqual([202, { count: 2 }]);
    await recorded(made, 2);
    expect(receiver.received.map(({ headers }) => headers['webhook-id']).sort()).toEqual(
      ids.slice(1, 3).sort(),
    );
  });

  it('of an answer 20 KB are read and kept, and no more', async () => {
    const made = await webhook();
    receiver.answer = () => ({ body: Buffer.alloc(5_000_000, 'x') });
    await happened(made.tenantId);
    const [attempt] = await recorded(made, 1);
    expect(attempt).toMatchObject({ status: 'succeeded', responseBody: 'x'.repeat(20 * 1024) });
  });

  it('a redirect is a failure, and is not followed', async () => {
    const made = await webhook();
    receiver.answer = () => ({ status: 307, headers: { location: `${receiver.url}/elsewhere` } });
    await happened(made.tenantId);
    const [attempt] = await recorded(made, 1);
    expect(attempt).toMatchObject({ status: 'failed', responseStatus: 307 });
    expect(receiver.received.map(({ url }) => url)).toEqual(['/']);
  });
});

describe('what is not answered with success', () => {
  it('is tried again when the schedule says, until it succeeds, under the same webhook-id', async () => {
    const made = await webhook();
    receiver.answer = () => ({ status: receiver.received.length < 3 ? 500 : 204 });
    const { id } = await happened(made.tenantId);
    for (const delay of [5_000, 300_000]) {
      const [latest] = await recorded(made, receiver.received.length || 1);
      const wait = Date.parse(latest?.nextAttemptAt ?? '') - clock.now().getTime();
      expect(wait).toBeGreaterThanOrEqual(delay * 0.8);
      expect(wait).toBeLessThanOrEqual(delay * 1.2);
      const before = receiver.received.length;
      clock.advance(wait);
      await received(before + 1);
      await recorded(made, before + 1);
    }
    const all = await recorded(made, 3);
    expect(all.map(({ attempt, responseStatus }) => [attempt, responseStatus]).sort()).toEqual([
      [1, 500],
      [2, 500],
      [3, 204],
    ]);
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id']))).toEqual(new Set([id]));
    expect(await get(made)).toMatchObject({ failureCount: 0, lastStatusCode: 204 });
  });

  it('waits as long as Retry-After asks, and retryBackoff takes the place of the schedule', async () => {
    const made = await webhook({ retryBackoff: 60 });
    receiver.answer = () => ({ status: 503, headers: { 'retry-after': '3600' } });
    await happened(made.tenantId);
    const [asked] = await recorded(made, 1);
    expect(Date.parse(asked?.nextAttemptAt ?? '') - clock.now().getTime()).toBe(3_600_000);
    receiver.answer = () => ({ status: 503 });
    await happened(made.tenantId);
    const latest = (await recorded(made, 2)).find(({ id }) => id !== asked?.id);
    const wait = Date.parse(latest?.nextAttemptAt ?? '') - clock.now().getTime();
    expect(wait).toBeGreaterThanOrEqual(48_000);
    expect(wait).toBeLessThanOrEqual(72_000);
  });

  const disabled = (made: Made) =>
    until(async () => ((await get(made)).isActive === false ? get(made) : null));
  const disabledEvents = async (tenantId: string): Promise<EventType[]> =>
    (await service.events())
      .filter((event) => event.tenantId === tenantId && event.type === 'webhook.disabled')
      .map(({ type }) => type);

  it('410 disables the webhook, with an event', async () => {
    const made = await webhook();
    receiver.answer = () => ({ status: 410 });
    await happened(made.tenantId);
    expect(await disabled(made)).toMatchObject({ disabledReason: 'gone', lastStatusCode: 410 });
    expect(await disabledEvents(made.tenantId)).toEqual(['webhook.disabled']);
    await happened(made.tenantId);
    expect((await post(made, '/test')).body.code).toBe('webhook.inactive');
    expect(receiver.received).toHaveLength(1);
  });

  it('as many failed attempts in a row as maxFailures says disable the webhook; made active it begins anew', async () => {
    const made = await webhook({ maxFailures: 3 });
    receiver.answer = () => ({ status: 500 });
    for (let count = 0; count < 3; count++) await happened(made.tenantId);
    expect(await disabled(made)).toMatchObject({ disabledReason: 'failures', failureCount: 3 });
    const answer = await service.as(callers.admin(made.tenantId)).put(path(made)).send({ isActive: true });
    expect(answer.body.data).toMatchObject({ isActive: true, disabledReason: null, failureCount: 0 });
    receiver.answer = () => ({});
    await happened(made.tenantId);
    await until(async () => (await get(made)).lastStatusCode === 200);
  });

  it('five days without a success disable the webhook', async () => {
    const made = await webhook();
    receiver.answer = () => ({ status: 500 });
    await happened(made.tenantId);
    await recorded(made, 1);
    clock.advance(5 * DAY_MS);
    await happened(made.tenantId);
    expect(await disabled(made)).toMatchObject({ disabledReason: 'no_success' });
  });
});

describe('endpoints', () => {
  it('those that hang do not hold up the others', async () => {
    const hanging = await startReceiver();
    hanging.answer = () => ({ hangs: true });
    const tenantId = newId();
    const others: Made[] = [];
    for (let count = 0; count < 10; count++) await webhook({ url: `${hanging.url}/${count}` }, tenantId);
    for (let count = 0; count < 5; count++)
      others.push(await webhook({ url: `${receiver.url}/${count}` }, tenantId));
    for (let count = 0; count < 5; count++) await happened(tenantId);
    for (const made of others)
      expect(await recorded(made, 5)).toMatchObject([{ status: 'succeeded' }, {}, {}, {}, {}]);
    await hanging.close();
  });
});

describe('the secret', () => {
  it('after a rotation both secrets verify for 24 hours, then the new one alone', async () => {
    const made = await webhook();
    const answer = await post(made, '/rotate-secret');
    const { secret } = answer.body.data;
    expect(secret).not.toBe(made.secret);
    const verifies = (by: string, at: number) => isVerified(by, receiver.received[at]);
    await happened(made.tenantId);
    await received(1);
    expect([verifies(made.secret, 0), verifies(secret, 0)]).toEqual([true, true]);
    clock.advance(DAY_MS + 1);
    await happened(made.tenantId);
    await received(2);
    expect([verifies(made.secret, 1), verifies(secret, 1)]).toEqual([false, true]);
  });
});
