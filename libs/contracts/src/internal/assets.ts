import { s } from '@siteninja/schema';
import { internalCall } from './call';

/** For services that store the id of an asset whose event has not reached them yet. */
export const getAsset = internalCall({
  service: 'asset',
  method: 'get',
  path: '/internal/assets/:assetId',
  summary: 'Read an asset of a tenant',
  callers: ['content', 'tenant'],
  query: s.object({ tenantId: s.uuid() }),
  answer: s.looseObject({
    id: s.uuid(),
    tenantId: s.uuid(),
    alt: s.nullable(s.string({ min: 0 })),
    width: s.nullable(s.integer()),
    height: s.nullable(s.integer()),
    variants: s.array(s.anyObject()),
  }),
});
