import { type DomainEvent } from '@siteninja/contracts';
import { DomainError, ensure, MAX_PAGE_SIZE } from '@siteninja/core';
import { readFields } from '@siteninja/events';
import { s } from '@siteninja/schema';
import { type IntegrationCtx } from '../context';
import { writeHeads } from '../heads/write-heads';
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

/**
 * Numbers events and appends them to the feeds of their tenants, in this order, by as many commands for many as for one.
 * Needs a transaction: feeds and heads change together.
 */
export async function appendToFeeds(
  tx: IntegrationCtx,
  events: readonly TenantEvent[],
): Promise<FeedEventRow[]> {
  if (events.length === 0) return [];
  const all = feedHeads.across(tx);
  const tenantIds = [...new Set(events.map(({ tenantId }) => tenantId))];
  const heads = await all.find({ tenantId: { $in: tenantIds } });
  const ends = new Map(heads.map(({ tenantId, sequence }) => [tenantId, sequence]));
  const rows = events.map((event) => {
    const sequence = (ends.get(event.tenantId) ?? 0) + 1;
    ends.set(event.tenantId, sequence);
    return feedRowOf(event, sequence);
  });
  const appended = await feedEvents.across(tx).insertMany(rows);
  await writeHeads(
    all,
    heads,
    [...ends].map(([tenantId, sequence]) => ({ tenantId, sequence })),
  );
  return appended;
}

/** An event that belongs to a tenant. */
export type TenantEvent = DomainEvent & { tenantId: string };

/** The fields that are read of every event's envelope. */
const fed = s.object({
  id: s.string(),
  occurredAt: s.dateTime(),
  resourceType: s.string(),
  resourceId: s.string(),
  resourceVersion: s.integer(),
});

function feedRowOf({ id, type, occurredAt, tenantId, resource, data }: TenantEvent, sequence: number) {
  const { type: resourceType, id: resourceId, version: resourceVersion } = resource;
  readFields(fed, { id, occurredAt, resourceType, resourceId, resourceVersion }, type);
  return {
    ...{ _id: id, type, tenantId, sequence, timestamp: new Date(occurredAt), data: JSON.stringify(data) },
    ...{ resourceType, resourceId, resourceVersion },
  };
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
