import { type Actor } from '@siteninja/core';
import { type EventData, type EventType } from './catalogue';

/** One thing that happened, as every service and the exchange carry it (http-api, Events). */
export interface DomainEvent {
  id: string;
  type: EventType;
  /** Version of the envelope. */
  version: 1;
  /** ISO 8601. */
  occurredAt: string;
  tenantId: string | null;
  actor: Actor;
  requestId: string | null;
  /** The event that this one follows from; such an event leaves no audit entry of its own. */
  causedBy?: string;
  resource: { type: string; id: string; version: number };
  /** The resource as clients see it after the change; secrets never in it. */
  data: Record<string, unknown>;
  change?: { before: Record<string, unknown> | null; after: Record<string, unknown> | null };
}

/** What an operation says when it records an event; the rest is filled in from its context. */
export type NewEvent<T extends EventType = EventType> = {
  type: T;
  data: EventData<T>;
  resource: DomainEvent['resource'];
  change?: NonNullable<DomainEvent['change']>;
  causedBy?: string | undefined;
} & Partial<Pick<DomainEvent, 'tenantId' | 'actor'>>;

/**
 * Whether an event about a thing of which a tenant has one at a time, such as its subscription, says more than
 * what is known: of one thing the higher version; of two the later one, whose id (UUID version 7) sorts behind.
 */
export function isNewer(
  { id, version }: Pick<DomainEvent['resource'], 'id' | 'version'>,
  known: { id: string; version: number } | null,
): boolean {
  if (known === null || id > known.id) return true;
  return id === known.id && version > known.version;
}
