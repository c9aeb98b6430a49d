import { type Consumer } from '@siteninja/events';
import { type ContentCtx } from '../context';
import { readAsset, storeAsset } from './asset';

/** Keeps what pages and releases need to know of the tenant's assets. */
export const assetProjection: Consumer<ContentCtx> = {
  name: 'assets',
  types: ['asset.uploaded', 'asset.updated', 'asset.deleted'],
  handle: async (tx, event) => {
    const { id, facts } = readAsset(tx, event.data);
    const isDeleted = event.type === 'asset.deleted';
    await storeAsset(tx, id, { ...facts, assetRevision: event.resource.version, isDeleted });
  },
};
