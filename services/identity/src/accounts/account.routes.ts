import { listOf, listQuery, ok } from '@siteninja/http';
import { route } from '../context';
import { getAccount, listAccounts, setAccountStatus } from './account';
import { accountFilters, accountStatus, user } from './account.schema';

export const accountRoutes = [
  route({
    method: 'get',
    path: '/users',
    operationId: 'listAccounts',
    summary: 'List all accounts of the platform',
    allow: 'super_admin',
    query: listQuery({ sort: ['createdAt'], filters: accountFilters }),
    returns: listOf(user),
    handle: (ctx, { query }) => listAccounts(ctx, query),
  }),
  route({
    method: 'put',
    path: '/users/:userId',
    operationId: 'updateAccount',
    summary: 'Close an account, everywhere within a second, or open it again',
    allow: 'super_admin',
    body: accountStatus,
    current: (ctx, { userId }) => getAccount(ctx, userId),
    returns: ok(user),
    emits: ['user.updated'],
    example: { status: 'active' },
    errors: ['user.not_found', 'user.own_account', 'user.not_joined', 'request.precondition_failed'],
    handle: (ctx, { params, body }) => setAccountStatus(ctx, params.userId, body),
  }),
];
