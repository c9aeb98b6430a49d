import {
  apiKeyPrefix,
  DomainError,
  ensure,
  type ErrorDetail,
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
import { transaction, type Tx } from '@siteninja/events';
import { type IdentityCtx } from '../context';
import { revoke } from '../revocations/revocation';
import { type ApiKeyRow, apiKeys } from './api-key.model';
import { apiKey, type NewApiKey } from './api-key.schema';

export const presentApiKey = presenter(apiKey);

/** Requests an hour. */
const DEFAULT_RATE_LIMIT = apiKey.fields.rateLimit.value;

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
 * @throws forbidden `api_key.permissions_exceeded`, invalid for an `expiresAt` in the past
 */
export async function createApiKey(ctx: IdentityCtx, input: NewApiKey) {
  const createdBy = userOf(ctx);
  ensure(createdBy, () => forbidden());
  assertHoldsAll(ctx, input.permissions);
  const expiresAt = futureDate(ctx, input.expiresAt);
  const key = newApiKey();
  const created = await transaction(ctx, async (tx) => {
    const row = await apiKeys.in(tx).insert({
      name: input.name,
      permissions: input.permissions,
      ...(await withinMaker(tx, { rateLimit: input.rateLimit, expiresAt })),
      keyHash: hashApiKey(key),
      keyPrefix: apiKeyPrefix(key),
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

/** What is asked for, or as much of it as the key has that makes the new one. @throws forbidden */
async function withinMaker(
  tx: Tx<IdentityCtx>,
  asked: { rateLimit: number | undefined; expiresAt: Date | null },
) {
  const maker =
    tx.caller.type === 'api_key' ? await apiKeys.in(tx).findOne({ _id: tx.caller.apiKeyId }) : null;
  if (maker === null) return { ...asked, rateLimit: asked.rateLimit ?? DEFAULT_RATE_LIMIT };
  const rateLimit = asked.rateLimit ?? Math.min(DEFAULT_RATE_LIMIT, maker.rateLimit);
  const expiresAt = asked.expiresAt ?? maker.expiresAt;
  const details: ErrorDetail[] = [];
  if (rateLimit > maker.rateLimit) {
    const message = `rateLimit must be at most ${maker.rateLimit}, as you have yourself`;
    details.push({ field: 'rateLimit', message });
  }
  if (maker.expiresAt !== null && expiresAt !== null && expiresAt > maker.expiresAt) {
    const message = `expiresAt must be no later than ${maker.expiresAt.toISOString()}, when you end yourself`;
    details.push({ field: 'expiresAt', message });
  }
  ensure(details.length === 0, () => exceeded('A key can have no more than the key that makes it.', details));
  return { rateLimit, expiresAt, ancestorIds: [maker._id, ...(maker.ancestorIds ?? [])] };
}

/**
 * Within a second no gateway accepts the key, nor those that it has made. Does nothing for a key that is revoked.
 * @throws not_found, forbidden `api_key.permissions_exceeded`, precondition_failed
 */
export async function revokeApiKey(ctx: IdentityCtx, id: string): Promise<void> {
  const made = await transaction(ctx, async (tx) => {
    const row = await apiKeys.in(tx).get(id);
    const before = presentApiKey(row);
    requireMatch(tx, () => before);
    if (ctx.caller.type === 'api_key') assertHoldsAll(ctx, before.permissions);
    if (!before.isActive) return [];
    const { id: causedBy } = await endKey(tx, row);
    const descendants = await apiKeys.in(tx).find({ ancestorIds: id, isActive: true });
    for (const descendant of descendants) await endKey(tx, descendant, { causedBy });
    return descendants;
  });
  for (const ended of [id, ...made.map(({ _id }) => _id)]) ctx.invalidate(`api_key:${ended}`);
}

async function endKey(tx: Tx<IdentityCtx>, row: ApiKeyRow, cause: { causedBy?: string } = {}) {
  const change = { isActive: false, revokedAt: tx.clock.now() };
  const after = presentApiKey(await apiKeys.in(tx).update(row._id, change));
  await revoke(tx, `api_key:${row._id}`);
  return tx.recordChange('api_key.revoked', presentApiKey(row), after, cause);
}

/** Nobody gives a key, or takes from one, a permission that they do not have themselves. @throws forbidden */
function assertHoldsAll({ caller }: IdentityCtx, permissions: readonly Permission[]): void {
  if (caller.isSuperAdmin) return;
  const beyond = permissions.filter((permission) => !caller.permissions.has(permission));
  if (beyond.length === 0) return;
  const message = `You do not have ${beyond.join(', ')} yourself.`;
  throw exceeded(message, [{ field: 'permissions', message }]);
}

function exceeded(message: string, details: ErrorDetail[]): DomainError {
  return new DomainError('forbidden', 'api_key.permissions_exceeded', message, { details });
}

/** @throws invalid */
function futureDate(ctx: IdentityCtx, text: string | null): Date | null {
  if (text === null) return null;
  const date = new Date(text);
  if (date > ctx.clock.now()) return date;
  throw invalid([{ field: 'expiresAt', message: 'expiresAt must be in the future.' }]);
}
