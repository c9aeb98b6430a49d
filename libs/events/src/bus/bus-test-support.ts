import { type DomainEvent } from '@siteninja/contracts';
import { newId } from '@siteninja/core';
import { type Bus, type QueueDefinition } from './bus';

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

/** Every queue that the tests of the buses subscribe to. */
export const TEST_QUEUES = ['a.pages', 'b.all', 'a.all', 'a.users', 'a.one'];
