import { pick, s } from '@siteninja/schema';
import { location } from '../events/location';
import { internalCall } from './call';

/** For services that store the id of a location whose event has not reached them yet. */
export const getLocation = internalCall({
  service: 'tenant',
  method: 'get',
  path: '/internal/locations/:locationId',
  summary: 'Read whether a tenant has a location',
  callers: ['content'],
  query: s.object({ tenantId: s.uuid() }),
  answer: pick(location, 'id', 'tenantId'),
});
