import { type Channel, type ChannelModel } from 'amqplib';
import { type Topology } from './amqp-topology';

/** What processes tell each other without anything being kept, over all connections that come and go. */
export class AmqpAnnouncements {
  readonly #topology: Topology;
  readonly #listeners = new Map<string, () => void>();
  #channel: Channel | undefined;

  constructor(topology: Topology) {
    this.#topology = topology;
  }

  announce(service: string): void {
    try {
      this.#channel?.publish(this.#topology.names.announcements, service, Buffer.alloc(0));
    } catch {
      // The channel has just been closed: what nobody heard of is found by polling.
    }
  }

  listen(service: string, heard: () => void): void {
    this.#listeners.set(service, heard);
    // Where it fails the channel is closed, and the connection set up anew.
    if (this.#channel) this.#consume(this.#channel, service, heard).catch(() => undefined);
  }

  /** Announces and listens on this connection from now on. @param onLost called when its channel is gone */
  async open(model: ChannelModel, onLost: () => void): Promise<void> {
    const channel = await model.createChannel();
    channel.on('error', () => undefined);
    channel.on('close', () => {
      if (this.#channel === channel) this.#channel = undefined;
      onLost();
    });
    this.#channel = channel;
    for (const [service, heard] of this.#listeners) await this.#consume(channel, service, heard);
  }

  async #consume(channel: Channel, service: string, heard: () => void): Promise<void> {
    const queue = await this.#topology.declareAnnouncements(channel, service);
    await channel.consume(queue, () => heard(), { noAck: true });
  }
}
