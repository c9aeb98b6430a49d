import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import { type AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { selfSign } from './pebble';

interface Answer {
  status: number;
  headers?: Record<string, string>;
  body?: object | string;
}

/**
 * A certificate authority that issues whatever it is asked for at once, and refuses what a test tells it to. It speaks
 * ACME (RFC 8555) and checks nothing.
 */
export class ScriptedAuthority {
  /** The names of each order that it has taken, the last one last. */
  readonly orders: string[][] = [];
  /** What it answers to orders, in place of taking them. */
  refusal: Answer | null = null;
  /** How many it has refused. */
  refused = 0;
  readonly #finalized = new Set<number>();
  readonly #server: Server;
  #nonces = 0;

  private constructor(
    readonly caFile: string,
    /** PEM of what it issues, whatever was ordered. */
    readonly certificate: string,
    key: string,
  ) {
    this.#server = createServer({ cert: certificate, key }, (request, response) => {
      void buffer(request).then((bytes) => {
        const { payload = '' } = bytes.length > 0 ? JSON.parse(bytes.toString()) : {};
        const sent = payload === '' ? {} : JSON.parse(Buffer.from(payload, 'base64url').toString());
        const { status, headers, body = '' } = this.#answer(request.url ?? '', sent);
        const isText = typeof body === 'string';
        response.writeHead(status, {
          'content-type': isText ? 'application/pem-certificate-chain' : 'application/json',
          'replay-nonce': `nonce-${++this.#nonces}`,
          ...headers,
        });
        response.end(isText ? body : JSON.stringify(body));
      });
    });
  }

  static async start(): Promise<ScriptedAuthority> {
    const { certFile, keyFile } = await selfSign();
    const [certificate, key] = await Promise.all([readFile(certFile, 'utf8'), readFile(keyFile, 'utf8')]);
    const authority = new ScriptedAuthority(certFile, certificate, key);
    await new Promise<void>((resolve) => authority.#server.listen(0, '127.0.0.1', resolve));
    return authority;
  }

  get directoryUrl(): string {
    return `${this.#origin}/directory`;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  get #origin(): string {
    return `https://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  #answer(path: string, payload: { identifiers?: { value: string }[] }): Answer {
    const [, what = '', number] = path.split('/');
    const index = Number(number);
    if (what === 'directory') return { status: 200, body: this.#directory() };
    if (what === 'account') {
      return { status: 201, headers: { location: `${this.#origin}/account/1` }, body: {} };
    }
    if (what === 'new-order') return this.#takeOrder((payload.identifiers ?? []).map(({ value }) => value));
    if (what === 'finalize') this.#finalized.add(index);
    if (what === 'certificate') return { status: 200, body: this.certificate };
    return { status: 200, body: what === 'nonce' ? '' : this.#order(index) };
  }

  #takeOrder(names: string[]): Answer {
    if (this.refusal) {
      this.refused += 1;
      return this.refusal;
    }
    const index = this.orders.push(names) - 1;
    return { status: 201, headers: { location: `${this.#origin}/order/${index}` }, body: this.#order(index) };
  }

  #order(index: number): object {
    return {
      status: this.#finalized.has(index) ? 'valid' : 'ready',
      identifiers: this.orders[index]?.map((value) => ({ type: 'dns', value })),
      authorizations: [],
      finalize: `${this.#origin}/finalize/${index}`,
      certificate: `${this.#origin}/certificate/${index}`,
    };
  }

  #directory(): object {
    return {
      newNonce: `${this.#origin}/nonce`,
      newAccount: `${this.#origin}/account`,
      newOrder: `${this.#origin}/new-order`,
      revokeCert: `${this.#origin}/revoke`,
      keyChange: `${this.#origin}/key-change`,
    };
  }
}
