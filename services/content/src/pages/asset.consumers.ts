import { type Consumer, type Tx } from '@siteninja/events';
import { readAsset } from '../assets/asset';
import { assets } from '../assets/asset.projection';
import { type ContentCtx } from '../context';
import { releases } from '../sites/release.model';
import { sites } from '../sites/site.model';
import { lockTree } from '../sites/tree-lock';
import { releaseSite } from '../sites/release-site';

/** Keeps what pages and releases need to know of the tenant's assets. A deleted one is shown no longer at once. */
export const assetProjection: Consumer<ContentCtx> = {
  name: 'assets',
  types: ['asset.uploaded', 'asset.updated', 'asset.deleted'],
  handle: async (tx, event) => {
    const { id, kept } = readAsset(tx, event.data);
    const isDeleted = event.type === 'asset.deleted';
    const news = await assets.in(tx).keepNewest({ _id: id }, event.resource.version, { ...kept, isDeleted });
    if (news !== null && isDeleted && (await isShown(tx, id))) await releaseSite(tx);
  },
};

/** Whether the live release shows the asset, on a page or as part of the brand. */
async function isShown(tx: Tx<ContentCtx>, assetId: string): Promise<boolean> {
  // A release that is made at this moment either sees the deletion or is seen here.
  await lockTree(tx);
  const site = await sites.in(tx).findOne({});
  if (!site?.liveReleaseId) return false;
  const release = await releases.in(tx).findOne({ _id: site.liveReleaseId });
  return release?.site?.assets[assetId] !== undefined;
}
