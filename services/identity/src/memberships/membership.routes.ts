import { calls } from '@siteninja/contracts';
import { internalRoute } from '../context';
import { addMember, hasAdmin } from './membership';

/** Steps in the creation of a tenant, which the tenant service leads. */
export const internalMembershipRoutes = [
  internalRoute(calls.addMember, (ctx, { body }) => addMember(ctx, body)),
  internalRoute(calls.hasAdmin, (ctx) => hasAdmin(ctx)),
];
