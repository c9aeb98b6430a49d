import { type DomainEvent, type EventType } from '@siteninja/contracts';
import { createLog, newId } from '@siteninja/core';
import { type Bus, connectAmqpBus } from '@siteninja/events';
import { deleteTopology, TEST_QUEUES_EXPIRE_SECONDS, until } from '@siteninja/testing';
import { runDeadLetterCommand } from './dead-letter-commands';

const amqpUrl = process.env.TEST_RABBITMQ_URL;
const CONSUMER = 'integration.audit';

const eventOf = (type: DomainEvent['type']): DomainEvent => ({
  id: newId(),
  type,
  version: 1,
  occurredAt: new Date().toISOString(),
  tenantId: newId(),
  actor: { type: 'system' },
  requestId: null,
  resource: { type: 'page', id: newId(), version: 1 },
  data: { title: 'Joe Doe' },
});

(amqpUrl ? describe : describe.skip)('the dead letters on a RabbitMQ', () => {
  const prefix = `test_${newId().slice(-12)}_`;
  const run = (...command: string[]) =>
    runDeadLetterCommand(command, { RABBITMQ_URL: amqpUrl, RABBITMQ_PREFIX: prefix });
  const handled: string[] = [];
  let isBroken = true;
  let bus: Bus;
  const subscribe = (type: EventType) =>
    bus.subscribe({ name: CONSUMER, types: [type] }, (batch) => {
      for (const delivery of batch) {
        const event: DomainEvent = JSON.parse(delivery.body);
        if (isBroken) delivery.deadLetter();
        else {
          handled.push(event.id);
          delivery.ack();
        }
      }
      return Promise.resolve();
    });
  beforeAll(async () => {
    const expiresMs = TEST_QUEUES_EXPIRE_SECONDS * 1_000;
    bus = await connectAmqpBus(String(amqpUrl), { log: createLog('test', 'silent'), prefix, expiresMs });
    await subscribe('page.updated');
  });
  afterAll(async () => {
    await bus.close();
    await deleteTopology(String(amqpUrl), prefix, [CONSUMER]);
  });

  it('are counted, shown as often as one likes, and delivered again: one, then all, each once and in order', async () => {
    expect(await run('list')).toBe('There are none.\n');
    const events = Array.from({ length: 4 }, () => eventOf('page.updated'));
    for (const event of events) await bus.publish([event]);
    await until(async () => (await run('list')) === `${CONSUMER} 4\n`);
    const ids = async (...more: string[]) =>
      (await run('show', CONSUMER, ...more))
        .trimEnd()
        .split('\n')
        .map((line) => String(JSON.parse(line).id));
    expect(await ids()).toEqual(events.map(({ id }) => id));
    expect(await ids()).toEqual(events.map(({ id }) => id));
    isBroken = false;
    const [first, second, third, fourth] = events.map(({ id }) => id);
    expect(await run('replay', CONSUMER, String(third))).toBe('1 delivered again\n');
    await until(() => handled.length === 1);
    expect(await run('replay', CONSUMER)).toBe('3 delivered again\n');
    await until(() => handled.length === 4);
    expect(handled).toEqual([third, first, second, fourth]);
    expect(await run('list')).toBe('There are none.\n');
    expect(await run('replay', CONSUMER)).toBe('0 delivered again\n');
  });

  it('of a type that nobody consumes are found as unrouted, and go to the queue that is bound to it by then', async () => {
    const event = eventOf('page.created');
    await bus.publish([event]);
    await until(async () => (await run('list')) === 'unrouted 1\n');
    expect(await run('show', 'unrouted')).toContain('Joe Doe');
    expect(await run('replay', 'unrouted')).toBe('1 delivered again\n');
    await until(async () => (await run('list')) === 'unrouted 1\n');
    await subscribe('page.created');
    expect(await run('replay', 'unrouted')).toBe('1 delivered again\n');
    await until(() => handled.includes(event.id));
    expect(await run('list')).toBe('There are none.\n');
  });

  it('of the consumer that every service has by itself are found too', async () => {
    expect(await run('show', 'content.erasure')).toBe('');
  });

  it('of a consumer that there is not are refused with the names of those that there are', async () => {
    await expect(run('show', 'integration.nobody')).rejects.toThrow(/integration\.audit/);
    await expect(run('look')).rejects.toThrow(/list/);
    await expect(run('show', CONSUMER, '-1')).rejects.toThrow(/number/);
    await expect(runDeadLetterCommand(['list'], {})).rejects.toThrow(/RABBITMQ_URL/);
  });
});
