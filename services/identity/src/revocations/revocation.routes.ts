import { ok } from '@siteninja/http';
import { s } from '@siteninja/schema';
import { route } from '../context';
import { revocationsAfter } from './revocation';

export const internalRevocationRoutes = [
  route({
    method: 'get',
    path: '/internal/revocations',
    summary: 'What gateways must no longer believe, since a cursor',
    allow: { services: ['gateway'] },
    query: s.object({ after: s.optional(s.dateTime()) }),
    returns: ok(
      s.object({
        items: s.array(s.object({ id: s.string(), what: s.string() }), { max: 100_000 }),
        next: s.dateTime(),
      }),
    ),
    etag: false,
    handle: (ctx, { query }) => revocationsAfter(ctx, query.after),
  }),
];
