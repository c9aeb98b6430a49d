import { apiKeyPrefix, hashApiKey, newApiKey, requireMatch } from '@siteninja/core';
import { transaction, type Tx } from '@siteninja/events';
import { type IdentityCtx } from '../context';
import { revoke } from '../revocations/revocation';
import { presentApiKey } from './api-key';
import { type ApiKeyRow, apiKeys } from './api-key.model';
import { type ApiKeyChange, type Rotation } from './api-key.schema';
import {
  assertHoldsAll,
  assertOwnKey,
  assertUsable,
  assertWithin,
  boundsOf,
  earliestEnd,
  futureDate,
  type Scope,
} from './bounds';

/**
 * Within a second every gateway knows the change. Nobody gives a key a permission that they do not have, and a key
 * that a key has made stays within that one.
 * @throws not_found, forbidden, conflict `api_key.ended`, invalid, precondition_failed
 */
export async function updateApiKey(ctx: IdentityCtx, id: string, change: ApiKeyChange) {
  const updated = await transaction(ctx, async (tx) => {
    const row = await changeableKey(tx, id);
    const bounds = await boundsOf(tx, row);
    const { expiresAt, ...others } = change;
    const changed = { ...others, ...endOf(tx, row, expiresAt, bounds) };
    const wider = widened(row, changed);
    assertHoldsAll(tx, wider.permissions);
    assertWithin(bounds, wider);
    return write(tx, row, 'api_key.updated', changed);
  });
  ctx.invalidate(`api_key:${id}`);
  return updated;
}

/**
 * Gives the key of this id another secret, which is shown this once. The old one works until `graceSeconds` are over,
 * and one that was replaced before that ends at once.
 * @throws not_found, forbidden, conflict `api_key.ended`, precondition_failed
 */
export async function rotateApiKey(ctx: IdentityCtx, id: string, { graceSeconds }: Rotation) {
  const key = newApiKey();
  const rotated = await transaction(ctx, async (tx) => {
    const row = await changeableKey(tx, id);
    return write(tx, row, 'api_key.rotated', {
      keyHash: hashApiKey(key),
      keyPrefix: apiKeyPrefix(key),
      previousKeyHash: graceSeconds > 0 ? row.keyHash : null,
      previousKeyExpiresAt:
        graceSeconds > 0 ? new Date(tx.clock.now().getTime() + graceSeconds * 1_000) : null,
    });
  });
  ctx.invalidate(`api_key:${id}`);
  return { ...rotated, key };
}

/** @throws not_found, precondition_failed, forbidden, conflict */
async function changeableKey(tx: Tx<IdentityCtx>, id: string): Promise<ApiKeyRow> {
  const row = await apiKeys.in(tx).get(id);
  requireMatch(tx, () => presentApiKey(row));
  assertOwnKey(tx, row);
  assertUsable(tx, row);
  return row;
}

/** Nothing where it stays; cleared, it is the end of the keys that the key descends from. @throws invalid */
function endOf(
  tx: Tx<IdentityCtx>,
  { expiresAt: current }: ApiKeyRow,
  wanted: string | null | undefined,
  bounds: readonly ApiKeyRow[],
): { expiresAt?: Date | null } {
  if (wanted === undefined || wanted === (current?.toISOString() ?? null)) return {};
  return { expiresAt: futureDate(tx, wanted) ?? earliestEnd(bounds) };
}

/** What stays as it is may be wider than keys above it that were narrowed since: the narrowest counts then. */
function widened(row: ApiKeyRow, { permissions = [], rateLimit = 0, expiresAt }: Partial<Scope>) {
  return {
    permissions: permissions.filter((each) => !row.permissions.includes(each)),
    rateLimit: rateLimit > row.rateLimit ? rateLimit : 0,
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
}

async function write(
  tx: Tx<IdentityCtx>,
  row: ApiKeyRow,
  type: 'api_key.updated' | 'api_key.rotated',
  change: Parameters<ReturnType<typeof apiKeys.in>['update']>[1],
) {
  const after = presentApiKey(await apiKeys.in(tx).update(row._id, change));
  await revoke(tx, `api_key:${row._id}`);
  tx.recordChange(type, presentApiKey(row), after);
  return after;
}
