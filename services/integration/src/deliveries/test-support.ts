import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { type DomainEvent } from '@siteninja/contracts';
import { newId } from '@siteninja/core';
import { portOf } from '@siteninja/http';
import { Webhook as StandardWebhook } from 'standardwebhooks';
import { pageUpdated } from '../test-support';

/** A database of a test's own, as often as processes are started with it; receivers may be here. */
export function deliveryEnv() {
  return {
    MONGODB_DATABASE: `test_integration_${newId().slice(-12)}`,
    ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64url'),
    WEBHOOK_HTTP_HOSTS: 'localhost',
  };
}

/** What a receiver was sent. */
export interface Received {
  headers: IncomingHttpHeaders;
  body: string;
  url: string;
}

export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  body?: string | Buffer;
  /** The answer never comes. */
  hangs?: boolean;
  afterMs?: number;
}

/** An endpoint that webhooks are delivered to. */
export interface Receiver {
  url: string;
  received: Received[];
  answer: (request: Received) => Answer;
  connections(): number;
  close(): Promise<void>;
}

export async function startReceiver(): Promise<Receiver> {
  let connections = 0;
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { headers, url = '' } = request;
      const got = { headers, url, body: Buffer.concat(chunks).toString() };
      receiver.received.push(got);
      const answer = receiver.answer(got);
      if (answer.hangs) return;
      const send = (): void => {
        response.writeHead(answer.status ?? 200, answer.headers);
        response.end(answer.body ?? '');
      };
      setTimeout(send, answer.afterMs ?? 0);
    });
  });
  server.on('connection', () => (connections += 1));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const receiver: Receiver = {
    url: `http://localhost:${portOf(server)}`,
    received: [],
    answer: () => ({}),
    connections: () => connections,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
  return receiver;
}

export function pageEvent(tenantId: string, at: Date, more: Partial<DomainEvent> = {}): DomainEvent {
  const occurredAt = at.toISOString();
  return pageUpdated(tenantId, { occurredAt, data: { title: 'Grüße', text: '👋' }, ...more });
}

/** What was sent, as the official package of Standard Webhooks reads it. @throws where it does not verify */
export function verify(secret: string, sent: Received | undefined): unknown {
  if (!sent) throw new Error('Nothing was sent.');
  const names = ['webhook-id', 'webhook-timestamp', 'webhook-signature'];
  const headers = Object.fromEntries(names.map((name) => [name, String(sent.headers[name])]));
  return new StandardWebhook(secret).verify(sent.body, headers);
}

export function isVerified(secret: string, sent: Received | undefined): boolean {
  try {
    verify(secret, sent);
    return true;
  } catch {
    return false;
  }
}
