import { type TenantStatus } from '@siteninja/core';
import { globalCollection, type GlobalRow } from '@siteninja/mongo';

/** What callers are judged by in a tenant: a projection, `_id` is the tenant's. */
export interface Tenant {
  name: string;
  status: TenantStatus;
  deleted: boolean;
  /** The tenant's own revision that this is from. */
  version: number;
  /** The subscription that the status was last taken from, and its version. */
  subscription: { id: string; version: number } | null;
}
export type TenantRecord = GlobalRow<Tenant>;

export const tenants = globalCollection<Tenant>({
  name: 'tenants',
  fields: {
    name: { type: String, required: true },
    status: { type: String, required: true },
    deleted: { type: Boolean, required: true },
    version: { type: Number, required: true },
    subscription: { type: Object, default: null },
  },
  indexes: [],
});
