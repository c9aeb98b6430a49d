import { createHash, randomBytes } from 'node:crypto';
import { type BaseFields } from '@siteninja/mongo';
import { type AuditLogRow } from './audit-log.model';

/**
 * Each entry's hash covers the hash before it, so that no entry can be changed, removed or moved unnoticed. Of the
 * details it covers only a salted digest: when a tenant is erased its details and salts go, what is left names
 * nobody, and the chain still holds.
 */
export interface Link {
  sequence: number;
  hash: string | null;
}

/** What the first entry follows. */
export const CHAIN_START: Link = { sequence: 0, hash: null };

/** An entry in its place. */
export type ChainedEntry = Omit<AuditLogRow, Exclude<keyof BaseFields, '_id'>>;

/** An entry before it has its place in a chain. */
export type NewEntry = Omit<
  ChainedEntry,
  'tenantId' | 'sequence' | 'salt' | 'detailsHash' | 'previousHash' | 'hash'
>;

/** The entry as the one after the last of its chain. */
export function appendToChain(entry: NewEntry, tenantId: string, last: Link): ChainedEntry {
  const salted = { ...entry, tenantId, salt: randomBytes(16).toString('hex') };
  const linked = {
    ...salted,
    sequence: last.sequence + 1,
    previousHash: last.hash,
    detailsHash: detailsHash(salted),
  };
  return { ...linked, hash: hash(linked) };
}

/** What is left of an entry when its tenant is erased. */
export const ERASED_DETAILS = {
  userId: null,
  apiKeyId: null,
  resourceId: null,
  ipAddress: null,
  userAgent: null,
  requestId: null,
  oldValue: null,
  newValue: null,
  metadata: null,
  salt: null,
} as const satisfies Record<keyof Details, null>;

export interface ChainBreak {
  /** Where the chain is broken. */
  sequence: number;
  problem: 'missing' | 'changed';
}

/**
 * Verifies the next entries of a chain, in order of their sequence.
 * @param erased whether the tenant is erased, and with it the details of its entries
 * @returns the last link, or where the chain breaks
 */
export function verifyEntries(
  rows: readonly ChainedEntry[],
  start: Link,
  erased: boolean,
): Link | ChainBreak {
  let last = start;
  for (const row of rows) {
    const sequence = last.sequence + 1;
    if (row.sequence !== sequence) return { sequence, problem: 'missing' };
    const hasDetails = (erased && isErased(row)) || detailsHash(row) === row.detailsHash;
    const isIntact = hasDetails && row.previousHash === last.hash && hash(row) === row.hash;
    if (!isIntact) return { sequence, problem: 'changed' };
    last = { sequence, hash: row.hash };
  }
  return last;
}

/** Who did what to which resource, and from where: erased with the tenant. */
const DETAILS = [
  'userId',
  'apiKeyId',
  'resourceId',
  'ipAddress',
  'userAgent',
  'requestId',
  'oldValue',
  'newValue',
  'metadata',
] as const satisfies (keyof AuditLogRow)[];

type Details = Pick<AuditLogRow, (typeof DETAILS)[number] | 'salt'>;

function isErased(row: Details): boolean {
  return row.salt === null && DETAILS.every((name) => row[name] === null);
}

function detailsHash(row: Details): string {
  return sha256([row.salt, ...DETAILS.map((name) => row[name])]);
}

function hash(row: Omit<ChainedEntry, 'hash'>): string {
  const { tenantId, sequence, _id, occurredAt, action, actorType, resourceType } = row;
  const core = [tenantId, sequence, _id, occurredAt.toISOString(), action, actorType, resourceType];
  return sha256([...core, row.detailsHash, row.previousHash]);
}

/** The values come in a fixed order and none is an object, so equal values have equal JSON. */
function sha256(values: readonly (string | number | null)[]): string {
  return createHash('sha256').update(JSON.stringify(values)).digest('hex');
}
