import { globalCollection, type RowOf } from '@siteninja/mongo';
import { s } from '@siteninja/schema';

/** A session lasts from a log-in until it is ended, or no longer refreshed. */
export const sessions = globalCollection({
  name: 'sessions',
  noun: 'session',
  fields: {
    userId: s.uuid(),
    activeTenantId: s.nullable(s.uuid()),
    /** The number of the current refresh token. */
    refreshCounter: s.integer({ min: 1 }),
    refreshedAt: s.dateTime(),
    userAgent: s.nullable(s.string({ min: 0 })),
    ipAddress: s.string({ min: 0 }),
    lastSeenAt: s.dateTime(),
    expiresAt: s.dateTime(),
    revokedAt: s.nullable(s.dateTime()),
  },
  indexes: [
    { fields: { userId: 1, revokedAt: 1 }, serves: 'the sessions of a user, and their end' },
    { fields: { activeTenantId: 1 }, serves: 'erasing a tenant' },
    { fields: { expiresAt: 1 }, expiresAfterSeconds: 0, serves: 'deletion of expired sessions' },
  ],
});
export type SessionRow = RowOf<typeof sessions>;
