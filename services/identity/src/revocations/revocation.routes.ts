import { ok } from '@siteninja/http';
import { list, moment, optional, shape, text } from '@siteninja/schema';
import { route } from '../context';
import { revocationsAfter } from './revocation';

export const internalRevocationRoutes = [
  route({
    method: 'get',
    path: '/internal/revocations',
    summary: 'What gateways must no longer believe, since a cursor',
    allow: { services: ['gateway'] },
    query: shape({ after: optional(moment()) }),
    returns: ok(
      shape({ items: list(shape({ id: text(), what: text() }), { max: 100_000 }), next: moment() }),
    ),
    etag: false,
    handle: (ctx, { query }) => revocationsAfter(ctx, query.after),
  }),
];
