import { randomUUID } from 'node:crypto';
import { type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import { Socket } from 'node:net';
import { type Duplex } from 'node:stream';
import { DomainError } from '@siteninja/core';
import { describeError } from '@siteninja/http';
import { peerAddress } from './client-address';
import { type HeaderList } from './headers';

interface Parts {
  security: HeaderList;
  /** Such a request names no caller, and Node's refusals cost little: it counts as a visitor's. */
  limits: { countSite(address: string): { headers: readonly string[] } };
}

/**
 * Gives what node:http refuses by itself, because it is no request that a handler could get, the form of every other
 * answer: the envelope, a request id, the security headers and what is left of the address's limit.
 */
export function answerRefusedByNode(server: Server, { security, limits }: Parts): void {
  const answering = new WeakMap<Duplex, ServerResponse>();
  server.on('request', (request, response) => answering.set(request.socket, response));
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const current = answering.get(socket);
    const isAnswering = current !== undefined && current.headersSent && !current.writableFinished;
    if (error.code === 'ECONNRESET' || !socket.writable || isAnswering) socket.destroy();
    else {
      const { headers } = limits.countSite(socket instanceof Socket ? peerAddress(socket) : '');
      socket.end(answerTo(errorFrom(error.code), [...security.flat(), ...headers]));
    }
  });
  // Answered as a request, so that it is counted like one.
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
}

function errorFrom(code: string | undefined): DomainError {
  if (code === 'HPE_HEADER_OVERFLOW') return headersTooLarge();
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    return new DomainError('request_timeout', 'request.timeout', 'The request came too slowly.');
  }
  return new DomainError('malformed', 'request.malformed', 'This is no valid HTTP/1.1 request.');
}

export function headersTooLarge(): DomainError {
  const message = 'The request has too many or too large headers.';
  return new DomainError('headers_too_large', 'request.headers_too_large', message, {
    headers: { Connection: 'close' },
  });
}

/** @param own names and values, as a flat list */
function answerTo(error: DomainError, own: readonly string[]): string {
  const requestId = randomUUID();
  const timestamp = new Date().toISOString();
  const { status, contentType, body } = describeError(error, { requestId, timestamp, accept: undefined });
  const json = JSON.stringify(body);
  const headers = [
    ...['X-Request-Id', requestId],
    ...own,
    ...['Cache-Control', 'no-store'],
    ...['Content-Type', contentType],
    ...['Content-Length', String(Buffer.byteLength(json))],
    ...['Connection', 'close'],
  ];
  const lines = headers.map((text, index) => (index % 2 === 0 ? `${text}: ` : `${text}\r\n`)).join('');
  return `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines}\r\n${json}`;
}
