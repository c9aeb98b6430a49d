import { type DomainEvent } from '@siteninja/contracts';
import { newId } from '@siteninja/core';
import { connect } from 'amqplib';
import { type Bus, type QueueDefinition } from './bus';

/** Takes off the broker whatever these tests declare. */
export async function removeAll(url: string, prefix: string): Promise<void> {
  const connection = await connect(url);
  const channel = await connection.createChannel();
  for (const name of [
    'siteninja.unrouted',
    ...['a.pages', 'b.all', 'a.all', 'a.users', 'a.one'].flatMap(both),
  ]) {
    await channel.deleteQueue(prefix + name);
  }
  for (const name of ['events', 'dead', 'unrouted'])
    await channel.deleteExchange(`${prefix}siteninja.${name}`);
  await connection.close();
}

const both = (name: string): string[] => [name, `${name}.dead`];

export function someEvents(count: number): DomainEvent[] {
  return Array.from({ length: count }, (_, index) => ({
    id: newId(),
    type: 'page.updated',
    version: 1,
    occurredAt: new Date().toISOString(),
    tenantId: 't1',
    actor: { type: 'system' },
    requestId: null,
    resource: { type: 'page', id: 'p1', version: index + 1 },
    data: { title: `Version ${index + 1}`, text: 'naïve 👋' },
  }));
}

/** Subscribes, settles all, and remembers it. */
export async function collect(bus: Bus, queue: QueueDefinition): Promise<DomainEvent[]> {
  const seen: DomainEvent[] = [];
  await bus.subscribe(queue, (batch) => {
    for (const delivery of batch) {
      seen.push(JSON.parse(delivery.body));
      delivery.ack();
    }
    return Promise.resolve();
  });
  return seen;
}
