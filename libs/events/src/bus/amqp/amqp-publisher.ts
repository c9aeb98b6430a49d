import { type DomainEvent } from '@siteninja/contracts';
import { isOverWithin, type Logger } from '@siteninja/core';
import { type ConfirmChannel } from 'amqplib';
import { type PublishResult } from '../bus';

/** Milliseconds for a window to be confirmed. */
const CONFIRMING = 10_000;

/** The one channel that events are published on; it lives as long as its connection. */
export class AmqpPublisher {
  readonly #channel: ConfirmChannel;
  readonly #exchange: string;
  readonly #log: Logger;
  readonly #lost: () => void;
  /** Ids of messages that came back: RabbitMQ confirms these too, just after. */
  readonly #returned = new Set<string>();

  /** @param lost called when the channel is gone or silent */
  constructor(channel: ConfirmChannel, exchange: string, log: Logger, lost: () => void) {
    this.#channel = channel;
    this.#exchange = exchange;
    this.#log = log;
    this.#lost = lost;
    channel.on('error', (error) => log.warn('the channel for events failed', { reason: error.message }));
    channel.on('close', lost);
    channel.on('return', ({ properties }) => this.#returned.add(String(properties.messageId)));
  }

  async publish(events: readonly DomainEvent[]): Promise<PublishResult> {
    const confirmed: string[] = [];
    let away: Error | undefined;
    const settled = Promise.all(
      events.map(async (event) => {
        const refused = await this.#publishOne(event);
        if (!refused) confirmed.push(event.id);
        else if (refused.away) away = refused.error;
      }),
    );
    if (!(await isOverWithin(CONFIRMING, settled))) {
      away ??= new Error('RabbitMQ confirms nothing.');
      this.#lost();
    }
    return { confirmed: [...confirmed], ...(away ? { away } : {}) };
  }

  #publishOne(event: DomainEvent): Promise<{ error: Error; away: boolean } | undefined> {
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
          if (failure === null) resolve(this.#wasReturned(event));
          // A negative confirm and a closed channel look alike; either way the rest is tried again later.
          else resolve({ error: asError(failure), away: true });
        });
      } catch (failure) {
        resolve({ error: asError(failure), away: true });
      }
    });
  }

  #wasReturned(event: DomainEvent): { error: Error; away: boolean } | undefined {
    if (!this.#returned.delete(event.id)) return undefined;
    this.#log.error('RabbitMQ has no queue for an event', { event: event.id, type: event.type });
    return { error: new Error('RabbitMQ has no queue for it.'), away: false };
  }
}

function asError(failure: unknown): Error {
  return failure instanceof Error ? failure : new Error(String(failure));
}
