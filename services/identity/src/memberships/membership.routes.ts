import { calls } from '@siteninja/contracts';
import { internalRoute } from '../context';
import { addMember, hasAdmin, listAdminEmails, listMemberships } from './membership';

/** For the tenant service: steps in the creation of a tenant, which it leads, and who belongs to which. */
export const internalMembershipRoutes = [
  internalRoute(calls.addMember, (ctx, { body }) => addMember(ctx, body)),
  internalRoute(calls.hasAdmin, (ctx) => hasAdmin(ctx)),
  internalRoute(calls.listAdminEmails, (ctx) => listAdminEmails(ctx)),
  internalRoute(calls.listMemberships, (ctx, { query }) => listMemberships(ctx, query)),
];
