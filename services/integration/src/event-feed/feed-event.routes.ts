import { route } from '../context';
import { listEvents } from './feed-event';
import { feedPage, feedQuery } from './feed-event.schema';

export const eventFeedRoutes = [
  route({
    method: 'get',
    path: '/tenants/:tenantId/events',
    summary: 'Read what happened in a tenant, oldest first and without gaps',
    description:
      'Ask again with `after` = `nextCursor` to get what has happened since; nothing is missed and nothing comes twice. Events are kept for 30 days: who asks for what is no longer kept gets 410, reads the resources anew, and goes on from the `oldest` that the answer names. With `format=cloudevents` the items are CloudEvents 1.0.',
    allow: 'read:events',
    query: feedQuery,
    returns: { status: 200, form: 'list', schema: feedPage },
    errors: ['event.expired'],
    handle: (ctx, { query }) => listEvents(ctx, query),
  }),
];
