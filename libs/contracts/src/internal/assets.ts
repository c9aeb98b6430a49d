import { pick, s } from '@siteninja/schema';
import { asset } from '../events/asset';
import { internalCall } from './call';

/** For services that store the id of an asset whose event has not reached them yet. */
export const getAsset = internalCall({
  service: 'asset',
  method: 'get',
  path: '/internal/assets/:assetId',
  summary: 'Read an asset of a tenant',
  callers: ['content', 'tenant'],
  query: s.object({ tenantId: s.uuid() }),
  /** The asset as clients see it, of which callers read these fields, and of `variants` those that they know. */
  answer: s.looseObject({
    ...pick(asset, 'id', 'tenantId', 'alt', 'width', 'height').fields,
    variants: s.array(s.anyObject()),
  }),
});
