import { type DomainEvent } from '@siteninja/contracts';
import { isOverWithin, type Logger } from '@siteninja/core';
import { type ConfirmChannel } from 'amqplib';
import { type PublishResult } from '../bus';

/** For a whole batch. */
const CONFIRM_TIMEOUT_MS = 10_000;

/** The one channel that events are published on; it lives as long as its connection. */
export class AmqpPublisher {
  readonly #channel: ConfirmChannel;
  readonly #exchange: string;
  readonly #log: Logger;
  readonly #onLost: () => void;
  /** Ids of messages that were returned: RabbitMQ confirms these too, just after. */
  readonly #returned = new Set<string>();

  /** @param onLost called when the channel is gone or confirms nothing */
  constructor(channel: ConfirmChannel, exchange: string, log: Logger, onLost: () => void) {
    this.#channel = channel;
    this.#exchange = exchange;
    this.#log = log;
    this.#onLost = onLost;
    channel.on('error', (error) => log.warn('the channel for events failed', { reason: error.message }));
    channel.on('close', onLost);
    channel.on('return', ({ properties }) => this.#returned.add(String(properties.messageId)));
  }

  async publish(events: readonly DomainEvent[]): Promise<PublishResult> {
    const confirmed: string[] = [];
    let unavailable: Error | undefined;
    const settled = Promise.all(
      events.map(async (event) => {
        const outcome = await this.#publishOne(event);
        if (outcome === 'confirmed') confirmed.push(event.id);
        else if (outcome !== 'returned') unavailable = outcome;
      }),
    );
    if (!(await isOverWithin(CONFIRM_TIMEOUT_MS, settled))) {
      unavailable ??= new Error('RabbitMQ confirms nothing.');
      this.#onLost();
    }
    return { confirmed: [...confirmed], ...(unavailable ? { unavailable } : {}) };
  }

  #publishOne(event: DomainEvent): Promise<'confirmed' | 'returned' | Error> {
    const options = {
      persistent: true,
      mandatory: true,
      messageId: event.id,
      type: event.type,
      contentType: 'application/json',
    };
    return new Promise((resolve) => {
      try {
        const body = Buffer.from(JSON.stringify(event));
        this.#channel.publish(this.#exchange, event.type, body, options, (failure: unknown) => {
          if (failure === null) resolve(this.#wasReturned(event) ? 'returned' : 'confirmed');
          // A negative confirm and a closed channel look alike; either way the rest is tried again later.
          else resolve(asError(failure));
        });
      } catch (failure) {
        resolve(asError(failure));
      }
    });
  }

  #wasReturned(event: DomainEvent): boolean {
    const returned = this.#returned.delete(event.id);
    if (returned) {
      this.#log.error('RabbitMQ has no queue for an event', { event: event.id, type: event.type });
    }
    return returned;
  }
}

function asError(failure: unknown): Error {
  return failure instanceof Error ? failure : new Error(String(failure));
}
