import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog } from '@siteninja/core';
import { simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { fileMailer, readKeptMails } from './file-mailer';
import { type Mailer } from './mailer';
import { sendGridMailer } from './sendgrid-mailer';
import { smtpMailer } from './smtp-mailer';

export const FROM = { name: 'Sité Ninja', address: 'no-reply@ninja.example' };

/** A mail as it reached the other side. */
export interface Received {
  from: string;
  /** Everybody whom it was delivered to. */
  recipients: string[];
  subject: string;
  text: string;
  html: string | null;
  replyTo: string | null;
  headers: Record<string, string>;
}

/** A mailer and what stands behind it. */
export interface Delivery {
  mailer: Mailer;
  received(): Promise<Received[]>;
  stop(): Promise<void>;
}

const addressOf = (server: { address(): AddressInfo | string | null }): string => {
  const address = server.address();
  return typeof address === 'object' && address !== null ? `127.0.0.1:${address.port}` : '';
};

export async function startSmtpServer(options: SMTPServerOptions = {}) {
  const received: Received[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disableReverseLookup: true,
    // Its certificate is one that it makes for itself.
    hideSTARTTLS: true,
    onData: (stream, { envelope }, done) => {
      simpleParser(stream).then((mail) => {
        received.push({
          from: mail.from?.text ?? '',
          recipients: envelope.rcptTo.map(({ address }) => address),
          subject: mail.subject ?? '',
          text: mail.text ?? '',
          html: typeof mail.html === 'string' ? mail.html : null,
          replyTo: mail.replyTo?.text ?? null,
          headers: Object.fromEntries(mail.headerLines.map(({ key, line }) => [key, line])),
        });
        done();
      }, done);
    },
    ...options,
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    host: addressOf(server.server),
    received,
    stop: () => new Promise<void>((resolve) => server.close(resolve)),
  };
}

export async function smtpDelivery(options: SMTPServerOptions = {}): Promise<Delivery> {
  const server = await startSmtpServer(options);
  return {
    mailer: smtpMailer({ url: `smtp://${server.host}`, from: FROM }),
    received: () => Promise.resolve(server.received),
    stop: server.stop,
  };
}

interface SendGridMessage {
  personalizations: { to: { email: string }[] }[];
  from: { email: string; name?: string };
  reply_to?: { email: string };
  subject: string;
  content: { type: string; value: string }[];
  headers: Record<string, string>;
}

export const SENDGRID_KEY = 'SG.a-key-of-a-test';

/** Speaks what SendGrid's v3 API speaks: 202 without a body, or errors with the fields that they are about. */
export async function startSendGrid(
  answer: (response: ServerResponse) => void = (response) => response.writeHead(202).end(),
) {
  const received: Received[] = [];
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const isKnown =
      request.method === 'POST' &&
      request.url === '/v3/mail/send' &&
      request.headers.authorization === `Bearer ${SENDGRID_KEY}`;
    if (!isKnown) return void response.writeHead(401).end('{"errors":[{"message":"no"}]}');
    received.push(receivedOf(JSON.parse(body)));
    answer(response);
  };
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://${addressOf(server)}`,
    received,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function receivedOf({
  personalizations,
  from,
  reply_to,
  subject,
  content,
  headers,
}: SendGridMessage): Received {
  const part = (type: string) => content.find((each) => each.type === type)?.value;
  const lowerCase = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), `${name}: ${value}`]);
  return {
    from: `"${from.name}" <${from.email}>`,
    recipients: personalizations.flatMap(({ to }) => to.map(({ email }) => email)),
    subject,
    text: part('text/plain') ?? '',
    html: part('text/html') ?? null,
    replyTo: reply_to?.email ?? null,
    headers: Object.fromEntries(lowerCase),
  };
}

export async function sendGridDelivery(answer?: (response: ServerResponse) => void): Promise<Delivery> {
  const server = await startSendGrid(answer);
  return {
    mailer: sendGridMailer({ url: server.url, apiKey: SENDGRID_KEY, from: FROM }),
    received: () => Promise.resolve(server.received),
    stop: server.stop,
  };
}

export async function fileDelivery(): Promise<Delivery> {
  const folder = await mkdtemp(join(tmpdir(), 'mail-'));
  return {
    mailer: fileMailer({ folder, from: FROM, log: createLog('mail', 'silent') }),
    received: async () => {
      const kept = await readKeptMails(folder, { limit: 100 });
      return kept.reverse().map(({ from, to, subject, text, html, replyTo }) => ({
        from: from.replace(/^(.*) (?=<)/, '"$1" '),
        recipients: [to],
        subject,
        text,
        html: html ?? null,
        replyTo: replyTo ?? null,
        headers: {},
      }));
    },
    stop: () => rm(folder, { recursive: true }),
  };
}

/** A server that takes connections and says nothing. */
export async function startSilentServer() {
  const sockets: { destroy(): unknown }[] = [];
  const server = createTcpServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    host: addressOf(server),
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
