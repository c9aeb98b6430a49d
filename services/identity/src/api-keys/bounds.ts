import { DomainError, ensure, type ErrorDetail, forbidden, invalid, type Permission } from '@siteninja/core';
import { type IdentityCtx } from '../context';
import { type ApiKeyRow, apiKeys } from './api-key.model';

/** What a key may do, how often an hour, and until when. */
export type Scope = Pick<ApiKeyRow, 'permissions' | 'rateLimit' | 'expiresAt'>;

/** Whether the key is neither revoked nor expired. */
export function isUsable(ctx: IdentityCtx, { isActive, expiresAt }: ApiKeyRow): boolean {
  return isActive && (expiresAt === null || expiresAt > ctx.clock.now());
}

/** @throws conflict `api_key.ended` */
export function assertUsable(ctx: IdentityCtx, row: ApiKeyRow): void {
  ensure(
    isUsable(ctx, row),
    () => new DomainError('conflict', 'api_key.ended', 'This key is revoked or expired, and stays so.'),
  );
}

/** Nobody gives a key, or takes from one, a permission that they do not have themselves. @throws forbidden */
export function assertHoldsAll({ caller }: IdentityCtx, permissions: readonly Permission[]): void {
  if (caller.isSuperAdmin) return;
  const beyond = permissions.filter((permission) => !caller.permissions.has(permission));
  if (beyond.length === 0) return;
  const message = `You do not have ${beyond.join(', ')} yourself.`;
  throw exceeded(message, [{ field: 'permissions', message }]);
}

/**
 * A key changes and rotates itself and the keys that descend from it: with any other it could outlive its own end.
 * @throws forbidden
 */
export function assertOwnKey({ caller }: IdentityCtx, { _id, ancestorIds = [] }: ApiKeyRow): void {
  if (caller.type !== 'api_key' || [_id, ...ancestorIds].includes(caller.apiKeyId)) return;
  throw forbidden(
    'auth.forbidden',
    'An API key changes itself and the keys that it has made, and no others.',
  );
}

/**
 * The keys that a key can never exceed: those that it descends from, and where it changes itself what it is now.
 */
export async function boundsOf(ctx: IdentityCtx, row: ApiKeyRow): Promise<ApiKeyRow[]> {
  const { ancestorIds = [] } = row;
  const bounds = ancestorIds.length === 0 ? [] : await apiKeys.in(ctx).find({ _id: { $in: ancestorIds } });
  const isItself = ctx.caller.type === 'api_key' && ctx.caller.apiKeyId === row._id;
  return isItself ? [...bounds, row] : bounds;
}

/** The earliest end of the keys; null where none of them ends. */
export function earliestEnd(keys: readonly Pick<Scope, 'expiresAt'>[]): Date | null {
  const ends = keys.flatMap(({ expiresAt }) => (expiresAt === null ? [] : [expiresAt.getTime()]));
  return ends.length === 0 ? null : new Date(Math.min(...ends));
}

/** @throws forbidden `api_key.permissions_exceeded`, naming each field that is wider than that of a bound */
export function assertWithin(bounds: readonly Scope[], scope: Partial<Scope>): void {
  const details: ErrorDetail[] = [];
  const { permissions = [], rateLimit = 0, expiresAt } = scope;
  const beyond = permissions.filter((each) => bounds.some((bound) => !bound.permissions.includes(each)));
  if (beyond.length > 0) {
    const message = `permissions must be among those of the key that it comes from, and ${beyond.join(', ')} is not`;
    details.push({ field: 'permissions', message });
  }
  const maxRate = Math.min(...bounds.map((bound) => bound.rateLimit));
  if (rateLimit > maxRate) {
    const message = `rateLimit must be at most ${maxRate}, as that of the key that it comes from`;
    details.push({ field: 'rateLimit', message });
  }
  const latest = earliestEnd(bounds);
  if (latest && expiresAt && expiresAt > latest) {
    const message = `expiresAt must be no later than ${latest.toISOString()}, when the key that it comes from ends`;
    details.push({ field: 'expiresAt', message });
  }
  ensure(details.length === 0, () =>
    exceeded('A key can have no more than the key that it comes from.', details),
  );
}

function exceeded(message: string, details: ErrorDetail[]): DomainError {
  return new DomainError('forbidden', 'api_key.permissions_exceeded', message, { details });
}

/** @throws invalid */
export function futureDate(ctx: IdentityCtx, text: string | null): Date | null {
  if (text === null) return null;
  const date = new Date(text);
  if (date > ctx.clock.now()) return date;
  throw invalid([{ field: 'expiresAt', message: 'expiresAt must be in the future.' }]);
}
