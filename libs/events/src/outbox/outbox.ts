import { type DomainEvent } from '@siteninja/contracts';
import { type Ctx } from '@siteninja/core';
import { type CollectionDefinition, globalCollection } from '@siteninja/mongo';
import { s } from '@siteninja/schema';
import { erasedTenants } from '../erased-tenants';

/** Events that are committed and not yet confirmed by the bus. A row has the id of its event. */
export const outbox = globalCollection({
  name: 'outbox',
  fields: { event: s.json<DomainEvent>() },
  indexes: [],
});

/** Which events have taken effect: `_id` is the consumer's name and the event's id. */
export const inbox = globalCollection({
  name: 'inbox',
  fields: {},
  indexes: [
    {
      fields: { createdAt: 1 },
      serves: 'forgets events that no broker delivers any more',
      expiresAfterSeconds: 30 * 24 * 60 * 60,
    },
  ],
});

/** What only one process of a service does at a time, and which one that is. */
export const leases = globalCollection({
  name: 'leases',
  fields: { holder: s.string(), expiresAt: s.dateTime() },
  indexes: [],
});

/** What this library keeps in a service's database, for `prepareCollections`. */
export const eventCollections: readonly CollectionDefinition[] = [
  outbox.definition,
  inbox.definition,
  leases.definition,
  erasedTenants.definition,
];

export interface OutboxRow {
  _id: string;
  event: DomainEvent;
  createdAt: Date;
}

/** The outbox as the driver has it, for what `ScopedCollection` does not offer: a cursor. */
export function rawOutbox({ db: { db } }: Ctx) {
  if (!db) throw new Error('The connection to MongoDB is not open.');
  return db.collection<OutboxRow>(outbox.definition.name);
}
