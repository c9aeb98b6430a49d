import { assetService } from '../services/asset/src/app';
import { billingService } from '../services/billing/src/app';
import { contentService } from '../services/content/src/app';
import { identityService } from '../services/identity/src/app';
import { integrationService } from '../services/integration/src/app';
import { stubCheckpoints } from '../services/integration/src/audit/chain-test-support';
import { tenantService } from '../services/tenant/src/app';
import { type Caller, newId } from '../libs/core/src';
import { type RouteFacts } from '../libs/http/src';
import { queuesOf } from '../libs/service/src';
import { callers, startForTest, type TestService } from '../libs/testing/src';

export interface Tested {
  name: string;
  routes: { resource: string; route: RouteFacts }[];
  start(): Promise<Pick<TestService<unknown>, 'as' | 'plainly' | 'events' | 'stop' | 'url'>>;
}

const env = { BLOB_FOLDER: `/tmp/siteninja-contract-${process.pid}` };

/** Every service, as the tests that walk all route tables see it. */
export const TESTED: Tested[] = [
  tested(tenantService, () => startForTest(tenantService, { env })),
  tested(contentService, () => startForTest(contentService, { env })),
  tested(identityService, () => startForTest(identityService, { env })),
  tested(billingService, () => startForTest(billingService, { env })),
  tested(assetService, () => startForTest(assetService, { env })),
  tested(integrationService, () => startForTest(integrationService, { env, stubs: stubCheckpoints() })),
];

/** The names of all queues, without the prefix of an installation. */
export const CONSUMER_QUEUES: readonly string[] = [
  ...queuesOf(tenantService),
  ...queuesOf(contentService),
  ...queuesOf(identityService),
  ...queuesOf(billingService),
  ...queuesOf(assetService),
  ...queuesOf(integrationService),
];

interface Tables {
  name: string;
  routes: Record<string, readonly RouteFacts[]>;
}

function tested({ name, routes }: Tables, start: Tested['start']): Tested {
  const all = Object.entries(routes).flatMap(([resource, table]) =>
    table.map((route) => ({ resource, route })),
  );
  return { name, routes: all, start };
}

/** The route's path in this tenant, every other id made up. */
export function pathIn(route: RouteFacts, tenantId: string): string {
  return route.path.replace(':tenantId', tenantId).replace(/:\w+/g, () => newId());
}

/** Somebody whom the route lets in. */
export function callerFor({ allow }: RouteFacts, tenantId: string): Caller {
  if (typeof allow === 'object') return callers.service(allow.services[0] ?? '');
  if (allow === 'public') return callers.anonymous;
  return allow === 'super_admin' ? callers.superAdmin() : callers.admin(tenantId);
}
