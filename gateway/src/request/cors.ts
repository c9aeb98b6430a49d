import { type IncomingMessage } from 'node:http';
import { entriesOf, type GatewayConfig } from '../config';
import { type HeaderList } from './headers';

const EXPOSED = [
  'X-Request-Id',
  'X-RateLimit-Limit',
  'X-RateLimit-Remaining',
  'X-RateLimit-Reset',
  'RateLimit',
  'RateLimit-Policy',
  'Retry-After',
  'WWW-Authenticate',
  'ETag',
  'Location',
  'Idempotency-Replayed',
].join(', ');

const ACCEPTED = [
  'Accept',
  'Authorization',
  'Content-Type',
  'Idempotency-Key',
  'If-Match',
  'If-None-Match',
  'X-API-Key',
  'X-Request-Id',
  // Distributed tracing: without them a client that traces could not call the API at all.
  'traceparent',
  'tracestate',
  'baggage',
  'sentry-trace',
].join(', ');

const PREFLIGHT: HeaderList = [
  ['Access-Control-Allow-Methods', 'GET, HEAD, POST, PUT, PATCH, DELETE'],
  ['Access-Control-Allow-Headers', ACCEPTED],
  ['Access-Control-Max-Age', '600'],
];

/** The CORS headers of an answer: configured origins with credentials; `/public/*` any origin without them. */
export function corsPolicy(config: GatewayConfig) {
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

/** Whether a browser asks for permission to send the request that it means. */
export function isPreflight(request: IncomingMessage): boolean {
  return (
    request.method === 'OPTIONS' &&
    request.headers.origin !== undefined &&
    request.headers['access-control-request-method'] !== undefined
  );
}
