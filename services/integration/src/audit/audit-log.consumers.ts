import { actionOf, type DomainEvent } from '@siteninja/contracts';
import { redact } from '@siteninja/core';
import { type BatchConsumer, readFields } from '@siteninja/events';
import { s } from '@siteninja/schema';
import { type IntegrationCtx } from '../context';
import { appendAuditLogs } from './audit-log';
import { PLATFORM } from './audit-log.model';
import { type NewEntry } from './chain';

/** One entry for each event of a request or a job. An event that follows from another has `causedBy` and no entry. */
export const auditTrail: BatchConsumer<IntegrationCtx> = {
  name: 'audit',
  types: ['#'],
  singleActive: true,
  handleBatch: (tx, events) =>
    appendAuditLogs(
      tx,
      events
        .filter(({ event }) => event.causedBy === undefined)
        .map(({ event, isErased }) => ({
          entry: entryOf(event),
          chain: event.tenantId ?? PLATFORM,
          isErased,
        })),
    ),
};

const text = s.string({ min: 0, max: 100_000 });

/** The fields that are read of every event's envelope. */
const audited = s.object({
  id: s.string(),
  occurredAt: s.dateTime(),
  requestId: s.nullable(text),
  actorType: s.enum('user', 'api_key', 'system', 'ai', 'visitor', 'anonymous'),
  userId: s.optional(s.string()),
  apiKeyId: s.optional(s.string()),
  ipAddress: s.optional(text),
  userAgent: s.optional(text),
  resourceType: s.string(),
  resourceId: s.string(),
});

function entryOf(event: DomainEvent): NewEntry {
  const { id, type, occurredAt, requestId, resource, change, data } = event;
  const { type: actorType, userId, apiKeyId, ipAddress, userAgent } = event.actor;
  const read = { id, occurredAt, requestId, actorType, userId, apiKeyId, ipAddress, userAgent };
  readFields(audited, { ...read, resourceType: resource.type, resourceId: resource.id }, type);
  return {
    _id: id,
    occurredAt: new Date(occurredAt),
    action: actionOf(type),
    ...auditActor(event),
    apiKeyId: apiKeyId ?? null,
    resourceType: resource.type,
    resourceId: resource.id,
    // The event of a deletion carries the deleted resource as its data; the entry has no new value.
    oldValue: json(change?.before ?? null),
    newValue: json(change ? change.after : data),
    // Empty text, as an empty header has it, is stored as null.
    ipAddress: ipAddress || null,
    userAgent: userAgent || null,
    requestId: requestId || null,
    metadata: json({ eventType: type, resourceVersion: resource.version }),
  };
}

/** The caller who registers or logs in is still anonymous; the entry names the user whom the event is about. */
function auditActor({ actor, resource }: DomainEvent): Pick<NewEntry, 'actorType' | 'userId'> {
  if (actor.type !== 'anonymous') return { actorType: actor.type, userId: actor.userId ?? null };
  const userId = actor.userId ?? (resource.type === 'user' ? resource.id : null);
  return { actorType: userId === null ? 'system' : 'user', userId };
}

function json(value: object | null): string | null {
  return value === null ? null : JSON.stringify(redact(value));
}
