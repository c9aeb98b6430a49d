import { DomainError, planLimitReached } from '@siteninja/core';
import { type Tx } from '@siteninja/events';
import { type AssetCtx } from '../context';
import { storageUsage } from './storage-usage.model';

/** Holds until the tenant's subscription is known. */
const DEFAULT_LIMIT_BYTES = 1024 ** 3;

/** A number, as it is compared inside the database. */
export const NO_LIMIT_BYTES = Number.MAX_SAFE_INTEGER;

const EMPTY = {
  usedBytes: 0,
  reservedBytes: 0,
  limitBytes: DEFAULT_LIMIT_BYTES,
  limitFrom: null,
  isReported: false,
  filesLock: 0,
};

const UNREPORTED = { $set: { isReported: false } };

/** As clients see it. */
export async function readStorage(ctx: AssetCtx) {
  const { usedBytes, reservedBytes, limitBytes } = (await storageUsage.in(ctx).findOne({})) ?? EMPTY;
  return { usedBytes, reservedBytes, limitBytes: limitBytes === NO_LIMIT_BYTES ? null : limitBytes };
}

/** Creates the tenant's row if there is none, also where another request does so at the same moment. */
export async function openStorage(ctx: AssetCtx): Promise<void> {
  if (await storageUsage.in(ctx).findOne({})) return;
  try {
    await storageUsage.in(ctx).insert(EMPTY);
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'storage.exists') throw error;
  }
}

/** Serialises the transactions that change which files a tenant has. */
export async function lockStorage(tx: Tx<AssetCtx>): Promise<void> {
  await storageUsage.in(tx).lock({}, 'filesLock');
}

/**
 * Reserves bytes for a file that has been announced.
 * @throws payment_required `plan.limit_reached`
 */
export function reserveStorage(tx: Tx<AssetCtx>, bytes: number): Promise<void> {
  return addBytes(tx, bytes, 'reservedBytes');
}

/**
 * Takes bytes for files. However many uploads do so at once, reserved and used bytes stay within the limit.
 * @throws payment_required `plan.limit_reached`
 */
export async function takeStorage(tx: Tx<AssetCtx>, bytes: number): Promise<void> {
  if (bytes > 0) await addBytes(tx, bytes, 'usedBytes');
}

async function addBytes(tx: Tx<AssetCtx>, bytes: number, to: 'usedBytes' | 'reservedBytes'): Promise<void> {
  const fits = {
    $expr: { $lte: [{ $add: ['$usedBytes', '$reservedBytes', bytes] }, '$limitBytes'] },
  };
  const row = await storageUsage
    .in(tx)
    .updateOne(fits, { $inc: { [to]: bytes }, ...(to === 'usedBytes' ? UNREPORTED : {}) });
  if (row) return;
  throw await noRoom(tx, (room) => `${room}, and this file takes ${bytes}.`);
}

/**
 * Spares the work on an upload for which there is no room, however small it is.
 * @throws payment_required `plan.limit_reached`
 */
export async function assertStorageLeft(ctx: AssetCtx): Promise<void> {
  const isFull = { $expr: { $gte: [{ $add: ['$usedBytes', '$reservedBytes'] }, '$limitBytes'] } };
  if (await storageUsage.in(ctx).findOne(isFull)) throw await noRoom(ctx, (room) => `${room}.`);
}

async function noRoom(ctx: AssetCtx, describe: (room: string) => string): Promise<DomainError> {
  const now = await storageUsage.in(ctx).findOne({});
  if (!now) throw new Error('The tenant has no row of its storage.');
  const usage = now.usedBytes + now.reservedBytes;
  const message = describe(`The plan has room for ${now.limitBytes} bytes, ${usage} are used`);
  return planLimitReached('storageBytes', message, { limit: now.limitBytes, usage });
}

/** Frees what files took that are kept no longer. */
export async function releaseStorage(tx: Tx<AssetCtx>, bytes: number): Promise<void> {
  await storageUsage.in(tx).updateOne({}, { $inc: { usedBytes: -bytes }, ...UNREPORTED });
}

export async function cancelReservation(tx: Tx<AssetCtx>, bytes: number): Promise<void> {
  await storageUsage.in(tx).updateOne({}, { $inc: { reservedBytes: -bytes } });
}
