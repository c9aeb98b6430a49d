import {
  apiKeyPrefix,
  DomainError,
  ensure,
  forbidden,
  hashApiKey,
  invalid,
  newApiKey,
  notFound,
  type PaginationQuery,
  type Permission,
  requireMatch,
  userOf,
} from '@siteninja/core';
import { transaction } from '@siteninja/events';
import { type IdentityCtx } from '../context';
import { revoke } from '../revocations/revocation';
import { type ApiKeyRow, apiKeys } from './api-key.model';

export interface NewApiKey {
  name: string;
  permissions: Permission[];
  rateLimit: number;
  expiresAt?: string | null;
}

export function presentApiKey(row: ApiKeyRow) {
  return {
    id: row._id,
    tenantId: row.tenantId,
    name: row.name,
    keyPrefix: row.keyPrefix,
    permissions: row.permissions,
    rateLimit: row.rateLimit,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    expiresAt: row.expiresAt?.toISOString() ?? null,
    isActive: row.isActive,
    revokedAt: row.revokedAt?.toISOString() ?? null,
    createdBy: row.createdBy,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** The keys of a tenant, revoked ones too. */
export async function listApiKeys(ctx: IdentityCtx, query: PaginationQuery) {
  const { rows, pagination } = await apiKeys.in(ctx).paginate({}, query);
  return { items: rows.map(presentApiKey), pagination };
}

/** @throws not_found */
export async function getApiKey(ctx: IdentityCtx, id: string) {
  return presentApiKey(await existing(ctx, id));
}

/**
 * Makes a key, which is shown this once.
 * @throws forbidden for permissions that the caller does not have, invalid for a time that has passed
 */
export async function createApiKey(ctx: IdentityCtx, input: NewApiKey) {
  const createdBy = userOf(ctx);
  ensure(createdBy, () => forbidden());
  refuseMoreThanOwn(ctx, input.permissions);
  const expiresAt = inFuture(ctx, input.expiresAt ?? null);
  const key = newApiKey();
  const { name, permissions, rateLimit } = input;
  const after = await transaction(ctx, async (tx) => {
    const row = await apiKeys.in(tx).insert({
      name,
      keyHash: hashApiKey(key),
      keyPrefix: apiKeyPrefix(key),
      permissions,
      rateLimit,
      lastUsedAt: null,
      expiresAt,
      isActive: true,
      revokedAt: null,
      createdBy,
    });
    const presented = presentApiKey(row);
    tx.record({
      type: 'api_key.created',
      resource: { type: 'api_key', id: row._id, version: row.revision },
      data: presented,
      change: { before: null, after: presented },
    });
    return presented;
  });
  return { ...after, key };
}

/** Within a second no gateway takes it any more. Revoked already, nothing happens. @throws not_found, forbidden */
export async function revokeApiKey(ctx: IdentityCtx, id: string): Promise<void> {
  await transaction(ctx, async (tx) => {
    const known = await existing(tx, id);
    const before = presentApiKey(known);
    requireMatch(tx, () => before);
    if (ctx.caller.type === 'api_key') refuseMoreThanOwn(ctx, known.permissions);
    if (!known.isActive) return;
    const row = await apiKeys
      .in(tx)
      .updateOne({ _id: id }, { $set: { isActive: false, revokedAt: tx.clock.now() } });
    ensure(row, () => notFound('api_key'));
    await revoke(tx, `api_key:${id}`);
    const after = presentApiKey(row);
    tx.record({
      type: 'api_key.revoked',
      resource: { type: 'api_key', id, version: row.revision },
      data: after,
      change: { before, after },
    });
  });
  ctx.invalidate(`api_key:${id}`);
}

async function existing(ctx: IdentityCtx, id: string): Promise<ApiKeyRow> {
  const row = await apiKeys.in(ctx).findOne({ _id: id });
  ensure(row, () => notFound('api_key'));
  return row;
}

/** Nobody hands on, or takes away from another key, what they may not do themselves. */
function refuseMoreThanOwn({ caller }: IdentityCtx, permissions: readonly Permission[]): void {
  if (caller.isSuperAdmin) return;
  const beyond = permissions.filter((permission) => !caller.permissions.has(permission));
  if (beyond.length === 0) return;
  const message = `You do not have ${beyond.join(', ')} yourself.`;
  throw new DomainError('forbidden', 'api_key.permissions_exceeded', message, {
    details: [{ field: 'permissions', message }],
  });
}

function inFuture(ctx: IdentityCtx, text: string | null): Date | null {
  if (text === null) return null;
  const moment = new Date(text);
  // Also false for a date that there is none of, such as 31 February.
  if (moment > ctx.clock.now()) return moment;
  throw invalid([{ field: 'expiresAt', message: 'expiresAt must be in the future.' }]);
}
