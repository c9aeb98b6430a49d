import { type Consumer } from '@siteninja/events';
import { type AssetCtx } from '../context';
import { tenantStates } from './tenant-state.model';

/** The files of a deleted tenant are not handed out, until it is restored. */
export const tenantStateProjection: Consumer<AssetCtx> = {
  name: 'tenant-states',
  types: ['tenant.deleted', 'tenant.restored'],
  handle: async (tx, event) => {
    const { version } = event.resource;
    const known = await tenantStates.in(tx).findOne({});
    if (known && known.version >= version) return;
    await tenantStates.in(tx).upsert({}, { $set: { deleted: event.type === 'tenant.deleted', version } });
  },
};
