import {
  apiKeyPrefix,
  DomainError,
  ensure,
  forbidden,
  hashApiKey,
  newApiKey,
  type PaginationQuery,
  presenter,
  requireMatch,
  userOf,
} from '@siteninja/core';
import { transaction, type Tx } from '@siteninja/events';
import { type IdentityCtx } from '../context';
import { revoke } from '../revocations/revocation';
import { type ApiKeyRow, apiKeys } from './api-key.model';
import { apiKey, type NewApiKey } from './api-key.schema';
import { assertHoldsAll, assertWithin, futureDate } from './bounds';

export const presentApiKey = presenter(apiKey);

/** Requests an hour. */
const DEFAULT_RATE_LIMIT = apiKey.fields.rateLimit.value;
/** The longest chain of keys that keys have made. */
const MAX_ANCESTORS = 5;
const MAX_ACTIVE_KEYS = 1_000;

/** The keys of a tenant, including those that are revoked. */
export async function listApiKeys(ctx: IdentityCtx, query: PaginationQuery) {
  const { rows, pagination } = await apiKeys.in(ctx).paginate({}, query);
  return { items: rows.map(presentApiKey), pagination };
}

/** @throws not_found */
export async function getApiKey(ctx: IdentityCtx, id: string) {
  return presentApiKey(await apiKeys.in(ctx).get(id));
}

/**
 * Creates a key, which is shown this once. One that a key makes can do no more than that key, and ends with it.
 * @throws forbidden `api_key.permissions_exceeded`, conflict `api_key.limit_reached`, invalid for an `expiresAt` in the
 *   past
 */
export async function createApiKey(ctx: IdentityCtx, input: NewApiKey) {
  const createdBy = userOf(ctx);
  ensure(createdBy, () => forbidden());
  assertHoldsAll(ctx, input.permissions);
  const expiresAt = futureDate(ctx, input.expiresAt);
  const key = newApiKey();
  const created = await transaction(ctx, async (tx) => {
    await assertRoomForKey(tx);
    const row = await apiKeys.in(tx).insert({
      name: input.name,
      permissions: input.permissions,
      ...(await withinMaker(tx, { rateLimit: input.rateLimit, expiresAt })),
      keyHash: hashApiKey(key),
      keyPrefix: apiKeyPrefix(key),
      previousKeyHash: null,
      previousKeyExpiresAt: null,
      lastUsedAt: null,
      isActive: true,
      revokedAt: null,
      createdBy,
    });
    const after = presentApiKey(row);
    tx.recordChange('api_key.created', null, after);
    return after;
  });
  return { ...created, key };
}

/** What is asked for, or as much of it as the key has that makes the new one. @throws forbidden, conflict */
async function withinMaker(
  tx: Tx<IdentityCtx>,
  asked: { rateLimit: number | undefined; expiresAt: Date | null },
) {
  const maker =
    tx.caller.type === 'api_key' ? await apiKeys.in(tx).findOne({ _id: tx.caller.apiKeyId }) : null;
  if (maker === null) return { ...asked, rateLimit: asked.rateLimit ?? DEFAULT_RATE_LIMIT };
  const scope = {
    rateLimit: asked.rateLimit ?? Math.min(DEFAULT_RATE_LIMIT, maker.rateLimit),
    expiresAt: asked.expiresAt ?? maker.expiresAt,
  };
  assertWithin([maker], scope);
  const ancestorIds = [maker._id, ...(maker.ancestorIds ?? [])];
  ensure(ancestorIds.length <= MAX_ANCESTORS, () =>
    forbidden('auth.forbidden', `A key descends from at most ${MAX_ANCESTORS} others.`),
  );
  return { ...scope, ancestorIds };
}

/** @throws conflict `api_key.limit_reached` */
async function assertRoomForKey(tx: Tx<IdentityCtx>): Promise<void> {
  const count = await apiKeys.in(tx).count({ isActive: true });
  const message = `A tenant has at most ${MAX_ACTIVE_KEYS} active API keys.`;
  ensure(count < MAX_ACTIVE_KEYS, () => new DomainError('conflict', 'api_key.limit_reached', message));
}

/**
 * Within a second no gateway accepts the key, nor those that it has made. Does nothing for a key that is revoked.
 * @throws not_found, forbidden `api_key.permissions_exceeded`, precondition_failed
 */
export async function revokeApiKey(ctx: IdentityCtx, id: string): Promise<void> {
  await transaction(ctx, async (tx) => {
    const row = await apiKeys.in(tx).get(id);
    const before = presentApiKey(row);
    requireMatch(tx, () => before);
    if (ctx.caller.type === 'api_key') assertHoldsAll(ctx, before.permissions);
    if (!before.isActive) return;
    const { id: causedBy } = await endKey(tx, row);
    // Gateways drop with a key what they have cached of those that descend from it.
    await revoke(tx, `api_key:${id}`);
    const descendants = await apiKeys.in(tx).find({ ancestorIds: id, isActive: true });
    for (const descendant of descendants) await endKey(tx, descendant, { causedBy });
  });
  ctx.invalidate(`api_key:${id}`);
}

/** Ends a key in the transaction of what ends it. */
export async function endKey(tx: Tx<IdentityCtx>, row: ApiKeyRow, cause: { causedBy?: string } = {}) {
  const change = { isActive: false, revokedAt: tx.clock.now() };
  const after = presentApiKey(await apiKeys.in(tx).update(row._id, change));
  return tx.recordChange('api_key.revoked', presentApiKey(row), after, cause);
}
