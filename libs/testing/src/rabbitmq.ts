import { topologyNames } from '@siteninja/events';
import { connect } from 'amqplib';

/** For queues that a run which was killed leaves on a shared RabbitMQ. */
export const TEST_QUEUES_EXPIRE_SECONDS = 1_800;

/** Deletes what buses with this prefix have declared on a RabbitMQ. */
export async function deleteTopology(url: string, prefix: string, queues: readonly string[]): Promise<void> {
  const names = topologyNames(prefix);
  const connection = await connect(url);
  const channel = await connection.createChannel();
  for (const queue of queues) {
    await channel.deleteQueue(names.queue(queue));
    await channel.deleteQueue(names.deadLetterQueue(queue));
  }
  await channel.deleteQueue(names.unrouted);
  for (const exchange of [names.events, names.deadLetters, names.unrouted]) {
    await channel.deleteExchange(exchange);
  }
  await connection.close();
}
