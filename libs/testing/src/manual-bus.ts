import { type DomainEvent } from '@siteninja/contracts';
import { newId } from '@siteninja/core';
import { type BatchHandler, type Bus, type QueueDefinition } from '@siteninja/events';

/**
 * A bus that publishes nothing, so that a service's outbox keeps what it recorded; the test delivers the events of
 * the others.
 */
export interface ManualBus extends Bus {
  /** Resolves when every consumer of this type has committed it. @throws where one of them dead-lettered it */
  deliver(event: Partial<DomainEvent> & Pick<DomainEvent, 'type'>): Promise<void>;
}

export function manualBus(): ManualBus {
  const queues: { definition: QueueDefinition; handle: BatchHandler }[] = [];
  return {
    kind: 'in-process',
    publish: () => Promise.resolve({ confirmed: [], unavailable: new Error('The test publishes nothing.') }),
    subscribe: (definition, handle) => {
      const queue = { definition, handle };
      queues.push(queue);
      return Promise.resolve({
        close: () => {
          queues.splice(queues.indexOf(queue), 1);
          return Promise.resolve();
        },
      });
    },
    deliver: async (event) => {
      const whole = complete(event);
      const bound = queues.filter(({ definition }) =>
        definition.types.some((type) => type === '#' || type === whole.type),
      );
      if (bound.length === 0) throw new Error(`No consumer takes ${whole.type}.`);
      await Promise.all(bound.map((queue) => deliverTo(queue, whole)));
    },
    announce: () => undefined,
    onAnnounced: () => undefined,
    healthy: () => Promise.resolve(true),
    countDeadLetters: () => Promise.resolve({ unrouted: 0, byQueue: {} }),
    close: () => Promise.resolve(),
  };
}

function deliverTo(
  queue: { definition: QueueDefinition; handle: BatchHandler },
  event: DomainEvent,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const delivery = {
      body: JSON.stringify(event),
      ack: resolve,
      deadLetter: () => reject(new Error(`${queue.definition.name} dead-lettered ${event.type}.`)),
    };
    queue.handle([delivery]).catch(reject);
  });
}

function complete(event: Partial<DomainEvent> & Pick<DomainEvent, 'type'>): DomainEvent {
  const [resource = ''] = event.type.split('.');
  return {
    id: newId(),
    version: 1,
    occurredAt: new Date().toISOString(),
    tenantId: null,
    actor: { type: 'system' },
    requestId: null,
    resource: { type: resource, id: newId(), version: 1 },
    data: {},
    ...event,
  };
}
