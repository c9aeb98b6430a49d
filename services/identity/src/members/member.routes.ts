import { created, listOf, listQuery, noContent, ok } from '@siteninja/http';
import { route } from '../context';
import { setMemberRole, setMemberStatus } from './change-member';
import { createMember } from './create-member';
import { member, memberFilters, memberRole, memberStatus, newMember } from './member.schema';
import { getMember, listMembers } from './read-member';
import { removeMember } from './remove-member';

const MEMBERS = '/tenants/:tenantId/users';

export const memberRoutes = [
  route({
    method: 'get',
    path: MEMBERS,
    summary: 'List the members of a tenant, and who is invited',
    allow: 'read:users',
    query: listQuery({ sort: ['createdAt', 'updatedAt'], filters: memberFilters }),
    returns: listOf(member),
    handle: (ctx, { query }) => listMembers(ctx, query),
  }),
  route({
    method: 'post',
    path: MEMBERS,
    summary: 'Invite somebody by mail, or make an account for them',
    description:
      'Invitations are for callers whose own email is verified. They live 7 days; to send one again, delete the invited member first.',
    allow: 'write:users',
    body: newMember,
    returns: created(member),
    emits: ['user.invited', 'user.joined'],
    example: {
      email: 'noor@harbor.example',
      name: 'Noor Haddad',
      role: 'editor',
      password: 'seven grey herons',
    },
    errors: [
      'user.already_member',
      'user.role_exceeded',
      'user.email_taken',
      'user.too_many_invitations',
      'plan.limit_reached',
      'auth.email_unverified',
      'auth.busy',
    ],
    handle: (ctx, { body }) => createMember(ctx, body),
  }),
  route({
    method: 'get',
    path: `${MEMBERS}/:userId`,
    summary: 'Read a member',
    allow: 'read:users',
    returns: ok(member),
    errors: ['user.not_found'],
    handle: (ctx, { params }) => getMember(ctx, params.userId),
  }),
  route({
    method: 'put',
    path: `${MEMBERS}/:userId`,
    summary: 'Let a member in, or keep them out, within a second',
    allow: 'write:users',
    body: memberStatus,
    current: (ctx, { userId }) => getMember(ctx, userId),
    returns: ok(member),
    emits: ['user.updated'],
    example: { status: 'inactive' },
    errors: [
      'user.not_found',
      'user.not_joined',
      'user.last_admin',
      'user.role_exceeded',
      'request.precondition_failed',
    ],
    handle: (ctx, { params, body }) => setMemberStatus(ctx, params.userId, body),
  }),
  route({
    method: 'delete',
    path: `${MEMBERS}/:userId`,
    summary:
      'Remove a member, with their keys here and their sessions in this tenant; or take an invitation back',
    allow: 'delete:users',
    returns: noContent(),
    emits: ['user.removed'],
    errors: ['user.not_found', 'user.last_admin', 'user.role_exceeded', 'request.precondition_failed'],
    handle: (ctx, { params }) => removeMember(ctx, params.userId),
  }),
  route({
    method: 'put',
    path: `${MEMBERS}/:userId/role`,
    summary: 'Give a member another role; what they and their keys may do changes within a second',
    allow: 'write:users',
    body: memberRole,
    current: (ctx, { userId }) => getMember(ctx, userId),
    returns: ok(member),
    emits: ['user.role_changed'],
    example: { role: 'editor' },
    errors: ['user.not_found', 'user.last_admin', 'user.role_exceeded', 'request.precondition_failed'],
    handle: (ctx, { params, body }) => setMemberRole(ctx, params.userId, body),
  }),
];
