import { globalCollection, type RowOf, tenantCollection } from '@siteninja/mongo';
import { s } from '@siteninja/schema';

/** An order that the authority has not decided yet. */
export interface PendingOrder {
  url: string;
  names: string[];
  /** Of the certificate to come: made with the order, so that a process that takes over has it. */
  encryptedKey: string;
  startedAt: Date;
}

/** When it may be ordered. */
export interface Turn {
  /** The hour that begins then. */
  at: Date;
  /** Why it is not now. */
  waitsFor: string | null;
}

/** One for an apex and its `www`, or for a domain by itself. */
export const certificates = tenantCollection({
  name: 'certificates',
  noun: 'certificate',
  fields: {
    /** The domain that proves all names of the certificate. */
    domain: s.string({ max: 253 }),
    /** Whose it is good for; empty before the first one. */
    names: s.array(s.string({ max: 253 })),
    chain: s.nullable(s.string()),
    encryptedKey: s.nullable(s.string()),
    expiresAt: s.nullable(s.dateTime()),
    renewAt: s.nullable(s.dateTime()),
    order: s.nullable(s.json<PendingOrder>()),
    /** Null before one was asked for, and once it is used. */
    turn: s.default(s.nullable(s.json<Turn>()), null),
    /** One after the other, since the last success. */
    failures: s.integer({ min: 0 }),
    /** The authority is asked for no other order before. */
    nextOrderAt: s.nullable(s.dateTime()),
  },
  indexes: [
    {
      fields: { tenantId: 1, domain: 1 },
      unique: true,
      serves: 'the certificate of a host, and one for each domain',
      conflict: { code: 'certificate.exists', field: 'domain' },
    },
  ],
});
export type CertificateRow = RowOf<typeof certificates>;

/** What the authority is to find on the tenants' hosts: `_id` is the token. */
export const acmeChallenges = tenantCollection({
  name: 'acmeChallenges',
  fields: {
    domain: s.string({ max: 253 }),
    keyAuthorization: s.string({ max: 1_000 }),
    madeAt: s.dateTime(),
  },
  indexes: [
    {
      fields: { madeAt: 1 },
      expiresAfterSeconds: 24 * 3_600,
      serves: 'an order is decided within a day, or never',
    },
  ],
});

/** The turns that were given, one for each order; they outlive the domain that was ordered for. */
export const certificateOrders = tenantCollection({
  name: 'certificateOrders',
  fields: {
    /** As in `certificates`. */
    domain: s.string({ max: 253 }),
    /** The beginning of the hour. */
    hour: s.dateTime(),
  },
  indexes: [
    {
      fields: { hour: 1 },
      expiresAfterSeconds: 8 * 24 * 3_600,
      serves: 'the orders of an hour and those to come',
    },
    { fields: { domain: 1, hour: 1 }, serves: 'the orders of a name within a week' },
  ],
});

/** This installation's account: `_id` is the address of the authority's directory. */
export const acmeAccounts = globalCollection({
  name: 'acmeAccounts',
  fields: {
    encryptedKey: s.string(),
    /** Null until the authority has made the account. */
    url: s.nullable(s.string()),
    /** Counted up by transactions that give turns, so that they commit one after the other. */
    turnsLock: s.default(s.integer(), 0),
  },
  indexes: [],
});
export type AcmeAccountRow = RowOf<typeof acmeAccounts>;
