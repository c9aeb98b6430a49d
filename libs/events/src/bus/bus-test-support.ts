import { connect as connectTcp, createServer, type Server, type Socket } from 'node:net';
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

export interface Proxy {
  url: string;
  listen(): Promise<void>;
  /** Ends all connections, and takes no new ones. */
  cut(): Promise<void>;
  stop(): Promise<void>;
}

/** A way to the broker that can be cut. */
export async function startProxy(target: URL): Promise<Proxy> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((client) => {
    const upstream = connectTcp(Number(target.port || 5672), target.hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => sockets.delete(socket));
    }
    client.pipe(upstream).pipe(client);
  });
  let port = 0;
  const listen = async (): Promise<void> => {
    await new Promise<void>((go) => server.listen(port, '127.0.0.1', go));
    const address = server.address();
    if (typeof address === 'object' && address) port = address.port;
  };
  const cut = async (): Promise<void> => {
    const closed = new Promise((go) => server.close(go));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  await listen();
  const url = new URL(target);
  url.host = `127.0.0.1:${port}`;
  return { url: url.href, listen, cut, stop: () => (server.listening ? cut() : Promise.resolve()) };
}

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
      delivery.done();
    }
    return Promise.resolve();
  });
  return seen;
}
