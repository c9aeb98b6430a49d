import { type AssetCtx } from '../context';
import { readStorage } from '../usage/storage-usage';
import { assets } from './asset.model';
import { type Asset, type StorageReport } from './asset.schema';

/** What the files of a tenant take of its plan, and how many assets of each type there are. */
export async function getStorageReport(ctx: AssetCtx): Promise<StorageReport> {
  const count = (type: Asset['type']) => assets.in(ctx).count({ status: 'ready', type });
  const [storage, image, document, video, other] = await Promise.all([
    readStorage(ctx),
    count('image'),
    count('document'),
    count('video'),
    count('other'),
  ]);
  return { ...storage, assets: { image, document, video, other } };
}
