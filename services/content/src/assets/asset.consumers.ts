import { type Consumer } from '@siteninja/events';
import { type ContentCtx } from '../context';
import { readAsset } from './asset';
import { assets } from './asset.projection';

/** Keeps what pages and releases need to know of the tenant's assets. */
export const assetProjection: Consumer<ContentCtx> = {
  name: 'assets',
  types: ['asset.uploaded', 'asset.updated', 'asset.deleted'],
  handle: async (tx, event) => {
    const { id, kept } = readAsset(tx, event.data);
    const isDeleted = event.type === 'asset.deleted';
    await assets.in(tx).keepNewest({ _id: id }, event.resource.version, { ...kept, isDeleted });
  },
};
