import { globalCollection, type GlobalRow } from '@siteninja/mongo';

/** One log-in, until it is ended or not refreshed any more. */
export interface Session {
  userId: string;
  activeTenantId: string | null;
  /** The number of the refresh token that is good now. */
  refreshCounter: number;
  refreshedAt: Date;
  userAgent: string | null;
  ipAddress: string;
  lastSeenAt: Date;
  expiresAt: Date;
  revokedAt: Date | null;
}
export type SessionRow = GlobalRow<Session>;

const date = { type: Date, required: true };

export const sessions = globalCollection<Session>({
  name: 'sessions',
  fields: {
    userId: { type: String, required: true },
    activeTenantId: { type: String, default: null },
    refreshCounter: { type: Number, required: true },
    refreshedAt: date,
    userAgent: { type: String, default: null },
    ipAddress: { type: String, default: '' },
    lastSeenAt: date,
    expiresAt: date,
    revokedAt: { type: Date, default: null },
  },
  indexes: [
    { fields: { userId: 1, revokedAt: 1 }, serves: 'the end of all sessions of a user' },
    { fields: { expiresAt: 1 }, expiresAfterSeconds: 0, serves: 'forgets sessions that have run out' },
  ],
});
