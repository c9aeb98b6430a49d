import { randomUUID } from 'node:crypto';
import { type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import { type Duplex } from 'node:stream';
import { DomainError } from '@siteninja/core';
import { describeError } from '@siteninja/http';
import { type HeaderList } from './headers';

/**
 * Gives what node:http refuses by itself, because it is no request that a handler could get, the form of every other
 * answer: the envelope, a request id and the security headers.
 */
export function answerRefusedByNode(server: Server, security: HeaderList): void {
  const answering = new WeakMap<Duplex, ServerResponse>();
  server.on('request', (request, response) => answering.set(request.socket, response));
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const current = answering.get(socket);
    const isAnswering = current !== undefined && current.headersSent && !current.writableFinished;
    if (error.code === 'ECONNRESET' || !socket.writable || isAnswering) socket.destroy();
    else socket.end(answerTo(errorFrom(error.code), security));
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

function answerTo(error: DomainError, security: HeaderList): string {
  const requestId = randomUUID();
  const timestamp = new Date().toISOString();
  const { status, contentType, body } = describeError(error, { requestId, timestamp, accept: undefined });
  const json = JSON.stringify(body);
  const headers: HeaderList = [
    ['X-Request-Id', requestId],
    ...security,
    ['Cache-Control', 'no-store'],
    ['Content-Type', contentType],
    ['Content-Length', String(Buffer.byteLength(json))],
    ['Connection', 'close'],
  ];
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines}\r\n${json}`;
}
