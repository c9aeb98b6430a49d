import { actionOf, type DomainEvent } from '@siteninja/contracts';
import { inTenant, redact } from '@siteninja/core';
import { type Consumer, readFields } from '@siteninja/events';
import { s } from '@siteninja/schema';
import { type IntegrationCtx } from '../context';
import { appendAuditLog } from './audit-log';
import { PLATFORM } from './audit-log.model';
import { type Unsealed } from './chain';

/**
 * One entry for everything that somebody, or a job by itself, has done. What follows from it carries
 * `causedBy`, and leaves none.
 */
export const auditTrail: Consumer<IntegrationCtx> = {
  name: 'audit',
  types: ['#'],
  singleActive: true,
  handle: async (tx, event) => {
    if (event.causedBy !== undefined) return;
    await appendAuditLog(inTenant(tx, event.tenantId ?? PLATFORM), entryOf(event));
  },
};

const facts = s.string({ min: 0, max: 100_000 });

/** What is read of every event besides what it is about. */
const audited = s.object({
  id: s.string(),
  occurredAt: s.dateTime(),
  requestId: s.nullable(facts),
  actorType: s.enum('user', 'api_key', 'system', 'ai', 'anonymous'),
  userId: s.optional(s.string()),
  apiKeyId: s.optional(s.string()),
  ipAddress: s.optional(facts),
  userAgent: s.optional(facts),
  resourceType: s.string(),
  resourceId: s.string(),
});

function entryOf(event: DomainEvent): Unsealed {
  const { id, type, occurredAt, requestId, resource, change, data } = event;
  const { type: actorType, userId, apiKeyId, ipAddress, userAgent } = event.actor;
  const read = { id, occurredAt, requestId, actorType, userId, apiKeyId, ipAddress, userAgent };
  readFields(audited, { ...read, resourceType: resource.type, resourceId: resource.id }, type);
  return {
    _id: id,
    occurredAt: new Date(occurredAt),
    action: actionOf(type),
    ...whoDid(event),
    apiKeyId: apiKeyId ?? null,
    resourceType: resource.type,
    resourceId: resource.id,
    // What is gone has no new value, although its event still shows what it was.
    oldValue: json(change?.before ?? null),
    newValue: json(change ? change.after : data),
    // An empty header says as much as none.
    ipAddress: ipAddress || null,
    userAgent: userAgent || null,
    requestId: requestId || null,
    metadata: json({ eventType: type, resourceVersion: resource.version }),
  };
}

/** Whoever registers or signs in is not known by then, but by the user that the event is about. */
function whoDid({ actor, resource }: DomainEvent): Pick<Unsealed, 'actorType' | 'userId'> {
  if (actor.type !== 'anonymous') return { actorType: actor.type, userId: actor.userId ?? null };
  const userId = actor.userId ?? (resource.type === 'user' ? resource.id : null);
  return { actorType: userId === null ? 'system' : 'user', userId };
}

function json(value: object | null): string | null {
  return value === null ? null : JSON.stringify(redact(value));
}
