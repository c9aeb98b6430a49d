import { newId, testClock } from '@siteninja/core';
import {
  callers,
  joinDatabase,
  leaveDatabase,
  startForTest,
  type TestService,
  until,
} from '@siteninja/testing';
import { integrationService } from '../app';
import { type IntegrationCtx } from '../context';
import { deliveries } from './delivery.model';
import type * as Outcomes from './outcomes';
import { deliveryEnv, pageEvent, type Receiver, startReceiver } from './test-support';

/** Attempts are written down once this is over. */
let mayRecord = Promise.resolve();
jest.mock('./outcomes', () => {
  const actual = jest.requireActual<typeof Outcomes>('./outcomes');
  const recordOutcomes: typeof actual.recordOutcomes = async (...told) => {
    await mayRecord;
    await actual.recordOutcomes(...told);
  };
  return { ...actual, recordOutcomes };
});

const clock = testClock();
const env = deliveryEnv();
const start = (): Promise<TestService<IntegrationCtx>> =>
  startForTest(integrationService, { env, shared: { clock } });

let service: TestService<IntegrationCtx>;
let receiver: Receiver;
beforeAll(async () => {
  service = await start();
});
afterAll(() => service.stop());
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.close());

interface Made {
  id: string;
  tenantId: string;
}
async function webhook(url = receiver.url): Promise<Made> {
  const tenantId = newId();
  const body = { url, events: ['page.updated'], maxFailures: 100 };
  const answer = await service.as(callers.admin(tenantId)).post(`/tenants/${tenantId}/webhooks`).send(body);
  expect(answer.status).toBe(201);
  return answer.body.data;
}

/** Deliveries that this process is told nothing of: another one has enqueued them, or has ended since. */
async function enqueued({ id, tenantId }: Made, count: number, more: object = {}): Promise<string[]> {
  const rows = await deliveries.in({ ...service.ctx, tenantId }).insertMany(
    Array.from({ length: count }, () => ({
      ...{ webhookId: id, eventId: newId(), eventType: 'page.updated' as const, payload: 'full' as const },
      ...{ body: '{}', attempts: 0, claim: null, nextAttemptAt: clock.now(), ...more },
    })),
  );
  return rows.map(({ eventId }) => eventId).sort();
}
const sent = ({ received }: Receiver): string[] =>
  received.map(({ headers }) => String(headers['webhook-id'])).sort();
const rowsOf = ({ tenantId }: Made) => deliveries.in({ ...service.ctx, tenantId });
const over = (made: Made): Promise<number> => rowsOf(made).count({ nextAttemptAt: null });
const claimedOf = (made: Made): Promise<number> => rowsOf(made).count({ claim: { $ne: null } });

describe('deliveries that a process is told nothing of', () => {
  it('are found and sent, each once', async () => {
    const made = await webhook();
    const events = await enqueued(made, 20);
    await until(async () => (await over(made)) === 20);
    expect(sent(receiver)).toEqual(events);
  });

  it('are found and sent while the backlog of a slow webhook is', async () => {
    const slow = await startReceiver();
    slow.answer = () => ({ status: 500, afterMs: 100 });
    const BACKLOG = 60;
    await enqueued(await webhook(slow.url), BACKLOG);
    await until(() => slow.received.length > 0);
    await enqueued(await webhook(), 1);
    await until(() => receiver.received.length === 1);
    expect(slow.received.length).toBeLessThan(BACKLOG);
    await slow.close();
  });

  it('are found behind more of a webhook that hangs than are looked up at once', async () => {
    const hanging = await startReceiver();
    hanging.answer = () => ({ hangs: true });
    await enqueued(await webhook(hanging.url), 600);
    await until(() => hanging.received.length > 0);
    const made = await webhook();
    const events = await enqueued(made, 1);
    await until(async () => (await over(made)) === 1);
    expect(sent(receiver)).toEqual(events);
    await hanging.close();
  });

  it('are sent by one of two processes that find them, and once', async () => {
    const second = await start();
    const made = await webhook();
    const events = await enqueued(made, 100);
    await until(async () => (await over(made)) === 100);
    await second.stop();
    expect(sent(receiver)).toEqual(events);
  });
});

describe('deliveries whose event is not found', () => {
  it('are not given up, and are sent when it is', async () => {
    const made = await webhook();
    const [event = ''] = await enqueued(made, 1, { body: null });
    await until(async () => (await claimedOf(made)) === 1);
    const later = await enqueued(made, 1);
    await until(async () => (await over(made)) === 1);
    expect(sent(receiver)).toEqual(later);
    await service.deliver({ ...pageEvent(made.tenantId, clock.now()), type: 'page.created', id: event });
    clock.advance(45_000);
    await until(async () => (await over(made)) === 2);
    expect(sent(receiver)).toEqual([event, ...later].sort());
  });
});

describe('attempts that cannot be written down', () => {
  it('hold up further ones and nothing else, and are written down when they can be', async () => {
    let record = (): void => undefined;
    mayRecord = new Promise((resolve) => (record = resolve));
    const made = await Promise.all(Array.from({ length: 12 }, () => webhook()));
    for (const each of made) await enqueued(each, 100);
    await until(() => receiver.received.length >= 1_000);
    expect(await over(await webhook())).toBe(0);
    record();
    const settled = deliveries.across(service.ctx);
    const webhookIds = made.map(({ id }) => id);
    await until(
      async () => (await settled.count({ webhookId: { $in: webhookIds }, nextAttemptAt: null })) === 1_200,
    );
    expect(receiver.received).toHaveLength(1_200);
  });
});

describe('deliveries that a process had claimed when it ended', () => {
  it('are left to it as long as it could be about to write down what became of them, and are then sent', async () => {
    const made = await webhook();
    const claimed = { claim: newId(), nextAttemptAt: new Date(clock.now().getTime() + 45_000) };
    const events = await enqueued(made, 3, claimed);
    const others = await enqueued(made, 1);
    await until(async () => (await over(made)) === 1);
    expect(sent(receiver)).toEqual(others);
    clock.advance(45_000);
    await until(async () => (await over(made)) === 4);
    expect(sent(receiver)).toEqual([...others, ...events].sort());
  });

  it('are sent again by the process that is started in its place', async () => {
    const made = await webhook();
    receiver.answer = () => ({ hangs: true });
    const events = await enqueued(made, 2);
    await until(() => receiver.received.length === 2);
    joinDatabase(env.MONGODB_DATABASE);
    await service.stop();
    service = await start();
    await leaveDatabase(env.MONGODB_DATABASE);
    receiver.answer = () => ({});
    clock.advance(45_000);
    await until(async () => (await over(made)) === 2);
    expect(sent(receiver)).toEqual([...events, ...events].sort());
  });
});
