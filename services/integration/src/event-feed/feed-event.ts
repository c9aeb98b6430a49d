import { type DomainEvent } from '@siteninja/contracts';
import { DomainError, ensure, MAX_PAGE_SIZE } from '@siteninja/core';
import { type IntegrationCtx } from '../context';
import { type FeedEventRow, feedEvents, feedHeads } from './feed-event.model';
import { type CloudEvent, type FeedEvent, type FeedQuery } from './feed-event.schema';

/**
 * One stretch of a tenant's feed, oldest first.
 * @throws gone `event.expired` where what follows the given sequence is no longer kept
 */
export async function listEvents(ctx: IntegrationCtx, query: FeedQuery) {
  const { after } = query;
  const limit = Math.min(query.limit, MAX_PAGE_SIZE);
  const found = await feedEvents
    .in(ctx)
    .find({ sequence: { $gt: after } }, { sort: { sequence: 1 }, limit: limit + 1 });
  const first = found[0]?.sequence ?? (await nextSequence(ctx));
  // Who begins gets what there is; who goes on is told that something is missing.
  ensure(after === 0 || first <= after + 1, () => expired(first));
  const rows = found.slice(0, limit);
  const nextCursor = rows.at(-1)?.sequence ?? after;
  const items: (FeedEvent | CloudEvent)[] =
    query.format === 'cloudevents' ? rows.map(presentCloudEvent) : rows.map(presentFeedEvent);
  return { items, pagination: { limit, hasNext: found.length > limit, nextCursor } };
}

async function nextSequence(ctx: IntegrationCtx): Promise<number> {
  return ((await feedHeads.in(ctx).findOne({}))?.sequence ?? 0) + 1;
}

function expired(oldest: number): DomainError {
  const message = `Events before ${oldest} are no longer kept.`;
  return new DomainError('gone', 'event.expired', message, {
    details: [{ field: 'after', message, oldest }],
  });
}

/** Numbers an event and appends it to its tenant's feed. Needs a transaction: feed and head change together. */
export async function appendToFeed(tx: IntegrationCtx, event: DomainEvent): Promise<FeedEventRow> {
  const { sequence } = await feedHeads.in(tx).upsert({}, { $inc: { sequence: 1 } });
  return feedEvents.in(tx).insert({
    _id: event.id,
    type: event.type,
    timestamp: new Date(event.occurredAt),
    sequence,
    data: JSON.stringify(event.data),
    resourceType: event.resource.type,
    resourceId: event.resource.id,
    resourceVersion: event.resource.version,
  });
}

function presentFeedEvent(row: FeedEventRow): FeedEvent {
  const { _id: id, type, timestamp, tenantId, sequence, data } = row;
  return { id, type, timestamp: timestamp.toISOString(), tenantId, sequence, data: parsed(data) };
}

function presentCloudEvent(row: FeedEventRow): CloudEvent {
  return {
    specversion: '1.0',
    id: row._id,
    source: `/tenants/${row.tenantId}`,
    type: row.type,
    subject: row.resourceId,
    time: row.timestamp.toISOString(),
    datacontenttype: 'application/json',
    tenantid: row.tenantId,
    sequence: String(row.sequence),
    sequencetype: 'Integer',
    data: parsed(row.data),
  };
}

function parsed(json: string): Record<string, unknown> {
  const value: Record<string, unknown> = JSON.parse(json);
  return value;
}
