import { randomUUID } from 'node:crypto';
import { type IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { DomainError } from '@siteninja/core';
import { hasBody, INVALIDATE_HEADER, requestIdOf, ROUTE_HEADER } from '@siteninja/http';
import helmet from 'helmet';
import { type GatewayConfig } from '../config';

export type HeaderList = readonly (readonly [name: string, value: string])[];

/** Helmet's headers and ours. They are the same on every answer, so they are made once. */
export function securityHeaders(config: GatewayConfig): HeaderList {
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  const secure = helmet({
    // upgrade-insecure-requests breaks the plain-HTTP hosts of development.
    contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } },
    // The subdomains of a tenant's own domain are nobody's here, and may have no HTTPS.
    strictTransportSecurity: config.PUBLIC_SCHEME === 'https' && { includeSubDomains: false },
    frameguard: { action: 'deny' },
    referrerPolicy: { policy: 'strict-origin-when-cross-origin' },
  });
  secure(response.req, response, (error) => {
    if (error) throw new Error('helmet failed', { cause: error });
  });
  return [
    ...response
      .getHeaderNames()
      .map((name): [string, string] => [headerCase(name), String(response.getHeader(name))]),
    ['Permissions-Policy', 'camera=(), microphone=(), geolocation=()'],
  ];
}

function headerCase(name: string): string {
  return name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase());
}

/** @param flat names and values, one after the other */
export function setHeaders(response: ServerResponse, flat: readonly string[]): void {
  for (let at = 0; at < flat.length; at += 2) response.setHeader(flat[at] ?? '', flat[at + 1] ?? '');
}

/** The client's own id where it is valid, else a new one. */
export function requestIdFor(request: IncomingMessage): string {
  return requestIdOf(request) || randomUUID();
}

/** Client headers that are not forwarded: credentials, claims that a service might believe, hop-by-hop headers. */
const NOT_FORWARDED = new Set([
  'authorization',
  'x-api-key',
  'cookie',
  'proxy-authorization',
  'forwarded',
  'x-real-ip',
  'x-client-ip',
  'x-cluster-client-ip',
  'true-client-ip',
  'cf-connecting-ip',
  'x-original-url',
  'x-rewrite-url',
  'x-original-host',
  'x-http-method-override',
  ROUTE_HEADER,
  INVALIDATE_HEADER,
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'upgrade',
  'http2-settings',
  // node:http has already answered it with 100 Continue.
  'expect',
]);

/** The client headers that a service may see. */
export function forwardedHeaders(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const forwarded: IncomingHttpHeaders = {};
  for (const [name, value] of Object.entries(headers)) {
    const isClaim = name.startsWith('x-siteninja-') || name.startsWith('x-forwarded-');
    if (!isClaim && !NOT_FORWARDED.has(name)) forwarded[name] = value;
  }
  return forwarded;
}

const WITHOUT_BODY = ['GET', 'HEAD', 'OPTIONS', 'TRACE'];

/**
 * Rejects a body where none is expected: it would occupy the gateway and a service for as long as its sender likes,
 * and one of unknown length http-proxy would let smuggle a second request to the service.
 * @throws malformed
 */
export function assertBodyExpected({ method = '', headers }: IncomingMessage): void {
  const isWithoutBody = WITHOUT_BODY.includes(method);
  if (headers['transfer-encoding'] !== undefined && (isWithoutBody || method === 'DELETE')) {
    throw refusedBody('request.transfer_encoding', `A ${method} request cannot have a Transfer-Encoding.`);
  }
  if (isWithoutBody && hasBody({ headers })) {
    throw refusedBody('request.unexpected_body', `A ${method} request cannot have a body.`);
  }
}

function refusedBody(code: string, message: string): DomainError {
  return new DomainError('malformed', code, message, { headers: { Connection: 'close' } });
}
