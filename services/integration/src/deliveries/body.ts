import { type FeedEventRow } from '../event-feed/feed-event.model';
import { type DeliveryRow } from './delivery.model';

/** The bytes of a delivery: the same at every attempt. Undefined where its event is not known. */
export function bodyOf(
  { body, payload }: Pick<DeliveryRow, 'body' | 'payload'>,
  event: FeedEventRow | undefined,
): string | undefined {
  if (body !== null) return body;
  if (!event) return undefined;
  const { _id: id, type, timestamp, tenantId, sequence, resourceId, resourceType, resourceVersion } = event;
  const thin = { type: resourceType, id: resourceId, version: resourceVersion };
  const data = payload === 'thin' ? JSON.stringify(thin) : event.data;
  const head = JSON.stringify({ id, type, timestamp, tenantId, sequence });
  // The payload is put in as it was recorded: parsing it could reorder its fields.
  return `${head.slice(0, -1)},"data":${data}}`;
}
