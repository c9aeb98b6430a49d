import { ensure, notFound } from '@siteninja/core';
import { assets } from '../assets/asset.model';
import { type AssetCtx } from '../context';
import { fileName } from '../assets/file-names';
import { tenantStates } from './tenant-state.model';

/** The file of this name, and its asset. @throws not_found for what is not, is no more, or is of a tenant that is deleted */
export async function findFile(ctx: AssetCtx, assetId: string, name: string) {
  const [row, state] = await Promise.all([
    assets.in(ctx).findOne({ _id: assetId, status: 'ready' }),
    tenantStates.in(ctx).findOne({}),
  ]);
  const file = row?.files.find((each) => fileName(each) === name);
  ensure(row && file && !state?.deleted, () => notFound('file'));
  return { row, file };
}
