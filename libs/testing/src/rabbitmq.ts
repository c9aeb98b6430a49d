import { topologyNames } from '@siteninja/events';
import { connect } from 'amqplib';

/**
 * For queues that a run which was killed leaves on a shared RabbitMQ. Each quorum queue reserves three file handles:
 * with the usual limit of 1,024 a broker with 310 of them accepts no connection any more.
 */
export const TEST_QUEUES_EXPIRE_SECONDS = 1_800;

const CONNECT_TIMEOUT_MS = 5_000;

/** Deletes what buses with this prefix have declared on a RabbitMQ. */
export async function deleteTopology(url: string, prefix: string, queues: readonly string[]): Promise<void> {
  const names = topologyNames(prefix);
  const connection = await connect(url, { timeout: CONNECT_TIMEOUT_MS });
  const channel = await connection.createChannel();
  for (const queue of queues) {
    await channel.deleteQueue(names.queue(queue));
    await channel.deleteQueue(names.deadLetterQueue(queue));
  }
  await channel.deleteQueue(names.unrouted);
  for (const exchange of [names.events, names.deadLetters, names.unrouted, names.announcements]) {
    await channel.deleteExchange(exchange);
  }
  await connection.close();
}
