import { listOf, listQuery, noContent, ok, Result } from '@siteninja/http';
import { tokens } from './auth.schema';
import { route } from '../context';
import { endOwnSession, listSessions, switchTenant } from '../sessions/own-sessions';
import { session, tenantChoice } from '../sessions/session.schema';

export const sessionRoutes = [
  route({
    method: 'get',
    path: '/auth/sessions',
    summary: 'List your sessions: where you are signed in',
    allow: 'user',
    query: listQuery({ sort: ['createdAt', 'lastSeenAt'] }),
    returns: listOf(session),
    handle: (ctx, { query }) => listSessions(ctx, query),
  }),
  route({
    method: 'delete',
    path: '/auth/sessions/:sessionId',
    summary: 'End one of your sessions, at once and everywhere',
    allow: 'user',
    returns: noContent(),
    emits: ['user.session_ended'],
    errors: ['session.not_found'],
    handle: (ctx, { params }) => endOwnSession(ctx, params.sessionId),
  }),
  route({
    method: 'post',
    path: '/auth/switch',
    operationId: 'switchTenant',
    summary: 'Make another of your tenants the active one; the tokens before are replaced',
    allow: 'user',
    body: tenantChoice,
    returns: ok(tokens),
    etag: false,
    handle: async (ctx, { body }) =>
      new Result(await switchTenant(ctx, body), { headers: { 'Cache-Control': 'no-store' } }),
  }),
];
