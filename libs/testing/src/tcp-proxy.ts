import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { portOf } from '@siteninja/http';

const DEFAULT_PORTS: Record<string, string> = { 'amqp:': '5672', 'mongodb:': '27017', 'redis:': '6379' };

/** A TCP proxy in front of a broker or a store, which a test can cut, let hang, and make slow. */
export class TcpProxy {
  /** How much later everything arrives. */
  latencyMs = 0;
  /** Into how small pieces everything is cut, each sent by itself; 0 sends it as it came. */
  sliceBytes = 0;
  readonly #target: URL;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #port = 0;
  #isHanging = false;

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
        const pass = this.#passTo(to);
        from.setNoDelay(true);
        from.on('data', pass);
        if (this.#isHanging) from.pause();
        from.on('error', () => to.destroy());
        from.on('close', () => {
          this.#sockets.delete(from);
          to.destroy();
        });
      }
    });
  }

  /** Passes on what it is given in its order, whatever the latency has been meanwhile. */
  #passTo(to: Socket): (data: Buffer) => void {
    let last: Promise<unknown> = Promise.resolve();
    let passing = 0;
    return (data) => {
      const { latencyMs, sliceBytes } = this;
      if (passing === 0 && latencyMs === 0 && sliceBytes === 0) {
        to.write(data);
        return;
      }
      passing += 1;
      const arrived = sleep(latencyMs);
      last = last
        .then(() => arrived)
        .then(() => sendInSlices(to, data, sliceBytes || data.length))
        .finally(() => (passing -= 1));
    };
  }

  /** While it hangs, connections stay open and no byte is taken; afterwards all that was sent passes. */
  get isHanging(): boolean {
    return this.#isHanging;
  }

  set isHanging(isHanging: boolean) {
    this.#isHanging = isHanging;
    for (const socket of this.#sockets) {
      if (isHanging) socket.pause();
      else socket.resume();
    }
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

  /** Breaks off all connections, and takes new ones. */
  reset(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  /** Ends all connections, and accepts no new ones. */
  async close(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}

async function sendInSlices(to: Socket, data: Buffer, size: number): Promise<void> {
  for (let first = 0; first < data.length && to.writable; first += size) {
    to.write(data.subarray(first, first + size));
    if (first + size < data.length) await new Promise((resolve) => setImmediate(resolve));
  }
}
