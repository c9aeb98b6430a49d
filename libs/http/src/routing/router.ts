import { type Ctx, DomainError, notFound } from '@siteninja/core';
import { type Express, type Request, type Response } from 'express';
import { sendError } from './answer';
import { handlerFor, type Pipeline } from './pipeline';
import { type Method, type Route } from './route';

/** Puts the tables on the application. A path that is known by other methods answers 405, any other 404. */
export function mountRoutes<C extends Ctx>(
  app: Express,
  routes: Record<string, readonly Route<C>[]>,
  pipeline: Pipeline<C>,
): void {
  const allowed = new Map<string, Set<string>>();
  const know = (path: string, ...methods: string[]): void => {
    allowed.set(path, new Set([...(allowed.get(path) ?? []), ...methods]));
  };
  for (const route of Object.values(routes).flat()) {
    const handler = handlerFor(route, pipeline);
    app[route.method](route.path, handler);
    // PUT and PATCH are the same partial update.
    if (route.method === 'put') app.patch(route.path, handler);
    know(route.path, ...namesOf(route.method));
  }
  for (const [path, methods] of allowed) {
    app.all(
      path,
      refuse(pipeline, () => methodNotAllowed([...methods])),
    );
  }
  app.use(refuse(pipeline, () => notFound('route')));
}

function namesOf(method: Method): string[] {
  if (method === 'get') return ['GET', 'HEAD'];
  return method === 'put' ? ['PUT', 'PATCH'] : [method.toUpperCase()];
}

function methodNotAllowed(methods: string[]): DomainError {
  const Allow = methods.join(', ');
  return new DomainError('method_not_allowed', 'request.method_not_allowed', `This path knows ${Allow}.`, {
    headers: { Allow },
  });
}

/** 401 comes before 404 and 405: a request without an identity does not learn which paths exist. */
function refuse<C extends Ctx>(pipeline: Pipeline<C>, error: () => DomainError) {
  return (request: Request, response: Response): void => {
    try {
      pipeline.authenticate(request);
      throw error();
    } catch (thrown) {
      sendError(thrown, request, response, pipeline.log);
    }
  };
}
