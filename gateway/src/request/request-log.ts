import { isId, type Logger } from '@siteninja/core';
import { type Request, type Response } from 'express';
import { type RequestContext } from './context';

/** Names of routes. Ids, tokens and whatever else a client may put into a path look different. */
const ROUTE_SEGMENT = /^[a-z][a-z0-9._-]{0,39}$/;

/**
 * Logs one line for the request, at `info`, when its answer has been sent or its client has gone. Paths are told by
 * their form, `/tenants/:id/pages`; of a query nothing is told. Pages that are answered from memory have no line,
 * which would cost more than the answer.
 * @param service that the request is routed to
 */
export function logRequest(
  request: Request,
  response: Response,
  context: RequestContext,
  log: Logger,
  service: () => string | undefined,
): void {
  if (!log.isInfoEnabled()) return;
  const began = performance.now();
  const { socket } = request;
  const bytesBefore = socket.bytesWritten;
  response.once('close', () => {
    const segments = context.path?.segments ?? [];
    log.info('request', {
      requestId: context.requestId,
      method: request.method,
      host: context.host,
      route: context.path ? `/${segments.map(shown).join('/')}` : null,
      status: response.statusCode,
      ms: Math.round(performance.now() - began),
      bytes: socket.bytesWritten - bytesBefore,
      tenantId: tenantOf(segments),
      caller: context.identity.caller.type,
      address: context.address,
      service: service() ?? 'gateway',
      ...(response.writableFinished ? {} : { brokenOff: true }),
    });
  });
}

function shown(segment: string): string {
  return ROUTE_SEGMENT.test(segment) && !isId(segment) ? segment : ':id';
}

function tenantOf([head, id]: readonly string[]): string | null {
  return head === 'tenants' && id !== undefined && isId(id) ? id : null;
}
