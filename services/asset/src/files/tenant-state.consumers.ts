import { type Consumer } from '@siteninja/events';
import { type AssetCtx } from '../context';
import { tenantStates } from './tenant-state.projection';

/** The files of a deleted tenant are not delivered until it is restored. */
export const tenantStateProjection: Consumer<AssetCtx> = {
  name: 'tenant-states',
  types: ['tenant.deleted', 'tenant.restored'],
  handle: async (tx, { type, resource }) => {
    await tenantStates.in(tx).keepNewest({}, resource.version, { deleted: type === 'tenant.deleted' });
  },
};
