import { type Consumer } from '@siteninja/events';
import { tenantCollection } from '@siteninja/mongo';
import { s } from '@siteninja/schema';
import { type AssetCtx } from '../context';

/** Whether a tenant is deleted; without a row it is not. */
export const tenantStates = tenantCollection({
  name: 'tenantStates',
  fields: { deleted: s.boolean(), version: s.integer() },
  indexes: [
    { fields: { tenantId: 1 }, unique: true, serves: 'one row a tenant; the delivery of every file' },
  ],
});

/** The files of a deleted tenant are not delivered until it is restored. */
export const tenantStateProjection: Consumer<AssetCtx> = {
  name: 'tenant-states',
  types: ['tenant.deleted', 'tenant.restored'],
  handle: async (tx, { type, resource }) => {
    await tenantStates.in(tx).keepNewest({}, resource.version, { deleted: type === 'tenant.deleted' });
  },
};
