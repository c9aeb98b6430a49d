import { calls } from '@siteninja/contracts';
import { internalRoute } from '../context';
import { warnOfDomain } from './domain-warning';

/** For the tenant service, which knows the domains and not the people. */
export const internalDomainWarningRoutes = [
  internalRoute(calls.warnOfDomain, (ctx, { body }) => warnOfDomain(ctx, body)),
];
