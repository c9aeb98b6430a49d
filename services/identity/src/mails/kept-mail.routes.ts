import { ok } from '@siteninja/http';
import { keptMail } from '@siteninja/mail';
import { s } from '@siteninja/schema';
import { route } from '../context';
import { listKeptMails } from './kept-mail';

export const keptMailRoutes = [
  route({
    method: 'get',
    path: '/test/mails',
    operationId: 'listTestMails',
    summary: 'List the mails that were not sent but kept, the newest first',
    description:
      'For development and tests: in production, and wherever mails are sent, there is no such path. The newest 50 of all services.',
    allow: 'super_admin',
    query: s.object({ to: s.optional(s.describe(s.email(), 'Only those to this address.')) }),
    returns: ok(s.object({ items: s.array(keptMail) })),
    errors: ['route.not_found'],
    handle: async (ctx, { query }) => ({ items: await listKeptMails(ctx, query) }),
  }),
];
