import {
  apiKeyPrefix,
  DomainError,
  ensure,
  forbidden,
  hashApiKey,
  invalid,
  newApiKey,
  type PaginationQuery,
  type Permission,
  presenter,
  requireMatch,
  userOf,
} from '@siteninja/core';
import { transaction } from '@siteninja/events';
import { type IdentityCtx } from '../context';
import { revoke } from '../revocations/revocation';
import { apiKeys } from './api-key.model';
import { apiKey, type NewApiKey } from './api-key.schema';

export const presentApiKey = presenter(apiKey);

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
 * Creates a key, which is shown this once.
 * @throws forbidden `api_key.permissions_exceeded`, invalid for an `expiresAt` in the past
 */
export async function createApiKey(ctx: IdentityCtx, input: NewApiKey) {
  const createdBy = userOf(ctx);
  ensure(createdBy, () => forbidden());
  assertHoldsAll(ctx, input.permissions);
  const key = newApiKey();
  const row = {
    ...input,
    expiresAt: futureDate(ctx, input.expiresAt),
    keyHash: hashApiKey(key),
    keyPrefix: apiKeyPrefix(key),
    lastUsedAt: null,
    isActive: true,
    revokedAt: null,
    createdBy,
  };
  const created = await transaction(ctx, async (tx) => {
    const after = presentApiKey(await apiKeys.in(tx).insert(row));
    tx.recordChange('api_key.created', null, after);
    return after;
  });
  return { ...created, key };
}

/**
 * Within a second no gateway accepts the key. Does nothing for a key that is revoked already.
 * @throws not_found, forbidden `api_key.permissions_exceeded`, precondition_failed
 */
export async function revokeApiKey(ctx: IdentityCtx, id: string): Promise<void> {
  await transaction(ctx, async (tx) => {
    const before = presentApiKey(await apiKeys.in(tx).get(id));
    requireMatch(tx, () => before);
    if (ctx.caller.type === 'api_key') assertHoldsAll(ctx, before.permissions);
    if (!before.isActive) return;
    const change = { isActive: false, revokedAt: tx.clock.now() };
    const after = presentApiKey(await apiKeys.in(tx).update(id, change));
    await revoke(tx, `api_key:${id}`);
    tx.recordChange('api_key.revoked', before, after);
  });
  ctx.invalidate(`api_key:${id}`);
}

/** Nobody gives a key, or takes from one, a permission that they do not have themselves. @throws forbidden */
function assertHoldsAll({ caller }: IdentityCtx, permissions: readonly Permission[]): void {
  if (caller.isSuperAdmin) return;
  const beyond = permissions.filter((permission) => !caller.permissions.has(permission));
  if (beyond.length === 0) return;
  const message = `You do not have ${beyond.join(', ')} yourself.`;
  throw new DomainError('forbidden', 'api_key.permissions_exceeded', message, {
    details: [{ field: 'permissions', message }],
  });
}

/** @throws invalid */
function futureDate(ctx: IdentityCtx, text: string | null): Date | null {
  if (text === null) return null;
  const date = new Date(text);
  if (date > ctx.clock.now()) return date;
  throw invalid([{ field: 'expiresAt', message: 'expiresAt must be in the future.' }]);
}
