import { DomainError } from '@siteninja/core';
import { type Check, mountHealth, SERVICES } from '@siteninja/http';
import { type Express } from 'express';
import { type OpenApiDocument } from '../proxy/route-table';
import { type Upstreams } from '../proxy/upstreams';
import { type ApiPath } from '../request/paths';
import { mountDocs } from './docs';

/** The first segments of what the gateway answers by itself. */
const OWN = new Set(['health', 'status', 'docs', 'openapi.json']);

export function isOwn({ segments: [first] }: ApiPath): boolean {
  return first === undefined || OWN.has(first);
}

export interface OwnRouteParts {
  document: OpenApiDocument;
  upstreams: Upstreams;
  /** Whether Redis answers; null where there is none. */
  redisAnswers: (() => Promise<boolean>) | null;
  draining(): boolean;
}

/** `/health`, `/health/ready`, `/status`, `/docs`, `/openapi.json`; `/` leads to the API reference. */
export function mountOwnRoutes(app: Express, parts: OwnRouteParts): void {
  const { upstreams, document, draining } = parts;
  mountHealth(app, checksOf(parts), draining);
  app.get('/status', (request, response) => {
    const services = SERVICES.map((name) => [name, upstreams.isReady(name) ? 'ready' : 'away']);
    const status = SERVICES.every((name) => upstreams.isReady(name)) ? 'ok' : 'degraded';
    response.setHeader('Cache-Control', 'no-store');
    response.json({
      success: true,
      data: { status, services: Object.fromEntries(services) },
      meta: { timestamp: new Date().toISOString(), requestId: request.headers['x-request-id'] },
    });
  });
  mountDocs(app, document);
  app.get('/', (_request, response) => response.redirect('/docs'));
  const paths = ['/', '/health', '/health/ready', '/status', '/docs', '/docs/start.js', '/openapi.json'];
  app.all(paths, () => {
    throw notAllowed('GET, HEAD');
  });
}

/** The gateway serves while one service does: of the others it says that they are away. */
function checksOf({ upstreams, redisAnswers }: OwnRouteParts): Check[] {
  const any: Check = {
    name: 'upstreams',
    essential: true,
    run: () => Promise.resolve({ ok: SERVICES.some(upstreams.isReady) }),
  };
  const each = SERVICES.map((name): Check => ({
    name,
    essential: false,
    run: () => Promise.resolve({ ok: upstreams.isReady(name) }),
  }));
  if (!redisAnswers) return [any, ...each];
  const redis: Check = {
    name: 'redis',
    essential: false,
    run: async () => ({ ok: await redisAnswers(), detail: 'counts and the cache are shared through it' }),
  };
  return [any, ...each, redis];
}

export function notAllowed(allow: string): DomainError {
  const message = 'There is no such method here.';
  return new DomainError('method_not_allowed', 'request.method_not_allowed', message, {
    headers: { Allow: allow },
  });
}
