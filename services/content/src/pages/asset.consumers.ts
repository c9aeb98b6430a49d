import { type Consumer, type Tx } from '@siteninja/events';
import { readAsset } from '../assets/asset';
import { assets } from '../assets/asset.projection';
import { type ContentCtx } from '../context';
import { lockTree } from '../sites/tree-lock';
import { liveAssetIds, releaseSite } from '../sites/release-site';

/**
 * Keeps what pages and releases need to know of the tenant's assets. What is deleted is neither shown nor linked to, and
 * what is replaced is shown as it is now, at once.
 */
export const assetProjection: Consumer<ContentCtx> = {
  name: 'assets',
  types: ['asset.uploaded', 'asset.updated', 'asset.replaced', 'asset.deleted'],
  handle: async (tx, event) => {
    const { id, kept } = readAsset(tx, event.data);
    const isDeleted = event.type === 'asset.deleted';
    const news = await assets.in(tx).keepNewest({ _id: id }, event.resource.version, { ...kept, isDeleted });
    const isSeenAtOnce = isDeleted || event.type === 'asset.replaced';
    if (news !== null && isSeenAtOnce && (await isUsed(tx, id))) await releaseSite(tx);
  },
};

/** Whether the live site shows the asset or links to it. */
async function isUsed(tx: Tx<ContentCtx>, assetId: string): Promise<boolean> {
  // A release that is made at this moment either sees the change or is seen here.
  await lockTree(tx);
  return (await liveAssetIds(tx)).includes(assetId);
}
