import { isId, type Logger } from '@siteninja/core';
import { type Request, type Response } from 'express';
import { type RequestContext } from './context';

/** Names of routes. Ids, tokens and whatever else a client may put into a path look different. */
const ROUTE_SEGMENT = /^[a-z][a-z0-9._-]{0,39}$/;

/**
 * Logs one line for the request, at `info`, when its answer has been sent or its client has gone. Paths are told by
 * their form, `/tenants/:id/pages`; of a query nothing is told. Pages that are answered from memory have no line,
 * which would cost more than the answer.
 * @param route where the request is sent; null where it is not, or not yet
 */
export function logRequest(
  request: Request,
  response: Response,
  context: RequestContext,
  log: Logger,
  route: () => { service: string; tenantId: string | null } | null,
): void {
  if (!log.isInfoEnabled()) return;
  const began = performance.now();
  const { socket } = request;
  const bytesBefore = socket.bytesWritten;
  response.once('close', () => {
    const { service = 'gateway', tenantId = null } = route() ?? {};
    log.info('request', {
      requestId: context.requestId,
      method: request.method,
      host: context.host,
      route: context.path ? `/${context.path.segments.map(shown).join('/')}` : null,
      status: response.statusCode,
      ms: Math.round(performance.now() - began),
      bytes: socket.bytesWritten - bytesBefore,
      tenantId,
      caller: context.identity.caller.type,
      address: context.address,
      service,
      ...(response.writableFinished ? {} : { brokenOff: true }),
    });
  });
}

function shown(segment: string): string {
  return ROUTE_SEGMENT.test(segment) && !isId(segment) ? segment : ':id';
}
