import { SERVICES } from '@siteninja/core';
import { type Check, mountHealth } from '@siteninja/http';
import { type Express } from 'express';
import { type OpenApiDocument } from '../proxy/route-table';
import { type Upstreams } from '../proxy/upstreams';
import { methodNotAllowed } from '../request/errors';
import { type ApiPath } from '../request/paths';
import { mountDocs } from './docs';

const FIRST_SEGMENTS = new Set(['health', 'status', 'docs', 'openapi.json']);

/** Whether the gateway answers the path by itself. */
export function isGatewayRoute({ segments: [first] }: ApiPath): boolean {
  return first === undefined || FIRST_SEGMENTS.has(first);
}

export interface GatewayRouteParts {
  document: OpenApiDocument;
  upstreams: Upstreams;
  /** Whether Redis answers; null where there is none. */
  redisAnswers: (() => Promise<boolean>) | null;
  draining(): boolean;
}

/** `/health`, `/health/ready`, `/status`, `/docs`, `/openapi.json`; `/` leads to the API reference. */
export function mountGatewayRoutes(app: Express, parts: GatewayRouteParts): void {
  const { upstreams, document, draining } = parts;
  mountHealth(app, checksOf(parts), draining);
  app.get('/status', (request, response) => {
    const services = SERVICES.map((name) => [name, upstreams.isReady(name) ? 'ready' : 'unavailable']);
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
    throw methodNotAllowed('GET, HEAD');
  });
}

/** The gateway is ready while one service is. Checks that are not essential only inform. */
function checksOf({ upstreams, redisAnswers }: GatewayRouteParts): Check[] {
  const anyService: Check = {
    name: 'upstreams',
    essential: true,
    run: () => Promise.resolve({ ok: SERVICES.some(upstreams.isReady) }),
  };
  const services = SERVICES.map((name): Check => ({
    name,
    essential: false,
    run: () => Promise.resolve({ ok: upstreams.isReady(name) }),
  }));
  if (!redisAnswers) return [anyService, ...services];
  const redis: Check = {
    name: 'redis',
    essential: false,
    run: async () => ({ ok: await redisAnswers(), detail: 'counts and the cache are shared through it' }),
  };
  return [anyService, ...services, redis];
}
