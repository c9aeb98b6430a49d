import { randomUUID } from 'node:crypto';
import { type IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { INVALIDATE_HEADER, requestIdOf, ROUTE_HEADER } from '@siteninja/http';
import helmet from 'helmet';
import { entriesOf, type GatewayConfig } from '../config';

export type HeaderList = readonly (readonly [name: string, value: string])[];

/** Helmet's headers and ours, which are the same on every answer and so are made once. */
export function securityHeaders(config: GatewayConfig): HeaderList {
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  const secure = helmet({
    // It would send plain-HTTP hosts of development to https.
    contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } },
    strictTransportSecurity: config.PUBLIC_SCHEME === 'https',
    frameguard: { action: 'deny' },
    referrerPolicy: { policy: 'strict-origin-when-cross-origin' },
  });
  secure(response.req, response, (error) => {
    if (error) throw new Error('helmet failed', { cause: error });
  });
  const made = response.getHeaderNames().map((name) => [headerCase(name), String(response.getHeader(name))]);
  made.push(['Permissions-Policy', 'camera=(), microphone=(), geolocation=()']);
  return made.map(([name = '', value = '']) => [name, value]);
}

function headerCase(name: string): string {
  return name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase());
}

/** @param flat names and values, one after the other */
export function setHeaders(response: ServerResponse, flat: readonly string[]): void {
  for (let at = 0; at < flat.length; at += 2) response.setHeader(flat[at] ?? '', flat[at + 1] ?? '');
}

/** The client's own id where it is one that can be written anywhere; else a new one. */
export function requestIdFor(request: IncomingMessage): string {
  return requestIdOf(request) || randomUUID();
}

/** Headers of a client that no service may see: they vouch for something, or belong to one connection. */
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
  // The gateway's own server has answered it.
  'expect',
]);

/** The headers of a client that a service may see. */
export function forwardedHeaders(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const kept: IncomingHttpHeaders = {};
  for (const [name, value] of Object.entries(headers)) {
    const vouches = name.startsWith('x-siteninja-') || name.startsWith('x-forwarded-');
    if (!vouches && !NOT_FORWARDED.has(name)) kept[name] = value;
  }
  return kept;
}

const EXPOSED = [
  'X-Request-Id',
  'X-RateLimit-Limit',
  'X-RateLimit-Remaining',
  'X-RateLimit-Reset',
  'RateLimit',
  'RateLimit-Policy',
  'Retry-After',
  'ETag',
  'Location',
  'Idempotency-Replayed',
].join(', ');

const PREFLIGHT: HeaderList = [
  ['Access-Control-Allow-Methods', 'GET, HEAD, POST, PUT, PATCH, DELETE'],
  [
    'Access-Control-Allow-Headers',
    'Accept, Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, X-API-Key, X-Request-Id',
  ],
  ['Access-Control-Max-Age', '600'],
];

/** What pages of other origins may do with the answer: see http-api, Headers on every answer. */
export function corsHeaders(config: GatewayConfig) {
  const allowed = new Set(entriesOf(config.CORS_ORIGINS));
  return (request: IncomingMessage, isPublic: boolean): HeaderList => {
    const { origin } = request.headers;
    const varies: HeaderList = isPublic ? [] : [['Vary', 'Origin']];
    if (origin === undefined || (!isPublic && !allowed.has(origin.toLowerCase()))) return varies;
    return [
      ...varies,
      ['Access-Control-Allow-Origin', isPublic ? '*' : origin],
      ...(isPublic ? [] : [['Access-Control-Allow-Credentials', 'true'] as const]),
      ['Access-Control-Expose-Headers', EXPOSED],
      ...(isPreflight(request) ? PREFLIGHT : []),
    ];
  };
}

/** Whether a browser asks before it sends the request itself. */
export function isPreflight(request: IncomingMessage): boolean {
  return (
    request.method === 'OPTIONS' &&
    request.headers.origin !== undefined &&
    request.headers['access-control-request-method'] !== undefined
  );
}
