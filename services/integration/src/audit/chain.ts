import { createHash, randomBytes } from 'node:crypto';
import { type AuditDetails, type AuditLog, type AuditLogRow } from './audit-log.model';

/**
 * Each entry's hash covers the one before it, so that no entry can be changed, taken out or put elsewhere
 * unnoticed. Of the details it covers only a salted digest: when a tenant is erased its details and salts go,
 * what is left names nobody, and the chain still holds.
 */
export interface Link {
  sequence: number;
  hash: string | null;
}

/** Before the first entry. */
export const START: Link = { sequence: 0, hash: null };

/** An entry as it is before it has its place. */
export type Unsealed = Omit<AuditLog, 'sequence' | 'salt' | 'detailsHash' | 'previousHash' | 'hash'> & {
  _id: string;
};

type Sealed = AuditLog & Pick<AuditLogRow, '_id' | 'tenantId'>;

/** Puts an entry behind the last one of its chain. */
export function seal(entry: Unsealed, tenantId: string, last: Link): Sealed {
  const salted = { ...entry, tenantId, salt: randomBytes(16).toString('hex') };
  const linked = {
    ...salted,
    sequence: last.sequence + 1,
    previousHash: last.hash,
    detailsHash: detailsHash(salted),
  };
  return { ...linked, hash: hash(linked) };
}

export interface Break {
  /** Where the chain is broken. */
  sequence: number;
  problem: 'missing' | 'changed';
}

/**
 * Follows a chain over its next entries, which are in order of their sequence.
 * @param erased whether the tenant is, and so the details of its entries are gone
 * @returns the last link, or where the chain breaks
 */
export function follow(rows: readonly Sealed[], start: Link, erased: boolean): Link | Break {
  let last = start;
  for (const row of rows) {
    const sequence = last.sequence + 1;
    if (row.sequence !== sequence) return { sequence, problem: 'missing' };
    const details = (erased && isErased(row)) || detailsHash(row) === row.detailsHash;
    const sound = details && row.previousHash === last.hash && hash(row) === row.hash;
    if (!sound) return { sequence, problem: 'changed' };
    last = { sequence, hash: row.hash };
  }
  return last;
}

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
] as const satisfies (keyof AuditDetails)[];

function isErased(row: AuditDetails & Pick<AuditLog, 'salt'>): boolean {
  return row.salt === null && DETAILS.every((name) => row[name] === null);
}

function detailsHash(row: AuditDetails & Pick<AuditLog, 'salt'>): string {
  return sha256([row.salt, ...DETAILS.map((name) => row[name])]);
}

function hash(row: Omit<Sealed, 'hash'>): string {
  const { tenantId, sequence, _id, occurredAt, action, actorType, resourceType } = row;
  const core = [tenantId, sequence, _id, occurredAt.toISOString(), action, actorType, resourceType];
  return sha256([...core, row.detailsHash, row.previousHash]);
}

/** Of values in a fixed order, none of them an object: JSON then has one form only. */
function sha256(values: readonly (string | number | null)[]): string {
  return createHash('sha256').update(JSON.stringify(values)).digest('hex');
}
