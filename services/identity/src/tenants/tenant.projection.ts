import { DEFAULT_LOCALE } from '@siteninja/contracts';
import { TENANT_STATUSES } from '@siteninja/core';
import { globalCollection, type RowOf } from '@siteninja/mongo';
import { s } from '@siteninja/schema';

/** What callers are judged by in a tenant: a projection of the tenant service's resource. `_id` is the tenant's. */
export const tenants = globalCollection({
  name: 'tenants',
  noun: 'tenant',
  fields: {
    name: s.string({ max: 255 }),
    status: s.enum(...TENANT_STATUSES),
    deleted: s.boolean(),
    /** Then the status no longer follows the subscription. */
    isSuspendedByPlatform: s.default(s.boolean(), false),
    /** The language of mails to its people. */
    locale: s.default(s.locale(), DEFAULT_LOCALE),
    /** The tenant's revision that the row is of. */
    version: s.integer({ min: 1 }),
    /** The subscription that the status was last taken from. */
    subscription: s.nullable(s.object({ id: s.uuid(), version: s.integer() })),
    /** Members and invitations that the plan allows; null is no limit. */
    userLimit: s.default(s.nullable(s.integer({ min: 0 })), null),
    /** Counted up by what changes roles, see `lockMembers`. */
    memberChanges: s.default(s.integer(), 0),
  },
  indexes: [],
});
export type TenantRow = RowOf<typeof tenants>;
