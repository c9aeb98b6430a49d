import { connect, createServer, type Server, type Socket } from 'node:net';
import { portOf } from '@siteninja/http';

const DEFAULT_PORTS: Record<string, string> = { 'amqp:': '5672', 'mongodb:': '27017', 'redis:': '6379' };

/** A TCP proxy in front of a broker or a store, which a test can cut and let hang. */
export class TcpProxy {
  /** While it hangs, connections stay open and no byte passes. */
  isHanging = false;
  readonly #target: URL;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #port = 0;

  constructor(target: string | URL) {
    this.#target = new URL(target);
    const port = Number(this.#target.port || DEFAULT_PORTS[this.#target.protocol]);
    this.#server = createServer((client) => {
      const upstream = connect(port, this.#target.hostname);
      for (const [from, to] of [
        [client, upstream],
        [upstream, client],
      ] as const) {
        this.#sockets.add(from);
        from.on('data', (data) => !this.isHanging && to.write(data));
        from.on('error', () => to.destroy());
        from.on('close', () => {
          this.#sockets.delete(from);
          to.destroy();
        });
      }
    });
  }

  /** The target's URL, by way of the proxy. */
  get url(): string {
    const url = new URL(this.#target);
    url.host = `127.0.0.1:${this.#port}`;
    return url.href;
  }

  /** Accepts connections, again on the same port after it was closed. */
  async listen(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(this.#port, '127.0.0.1', resolve));
    this.#port = portOf(this.#server);
    return this;
  }

  /** Ends all connections, and accepts no new ones. */
  async close(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}
