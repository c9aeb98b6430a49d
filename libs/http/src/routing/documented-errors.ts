import { type ErrorCode } from '@siteninja/contracts';
import { DomainError, isPermission } from '@siteninja/core';
import { takesIdempotencyKey } from './idempotency';
import { type RouteFacts } from './route';

/** The errors that follow from what a route is: who may call it, what it takes, whether it writes. */
export function errorsOf(route: RouteFacts): ErrorCode[] {
  const { allow, method, path } = route;
  const codes: ErrorCode[] = [
    ...(['request.malformed_path', 'request.several_hosts', 'request.rate_limited', 'internal'] as const),
    ...(['gateway.bad_gateway', 'service.unavailable', 'gateway.overloaded', 'gateway.timeout'] as const),
    ...(['request.invalid', 'request.too_many_at_once', 'request.headers_too_large'] as const),
    'request.malformed',
  ];
  const isWrite = method !== 'get';
  if (isWrite) codes.push('database.busy', 'database.outcome_unknown');
  if (method === 'delete') codes.push('request.transfer_encoding');
  if (isWrite) {
    codes.push(
      route.bodyType === 'multipart/form-data' ? 'request.malformed_multipart' : 'request.malformed_json',
    );
    codes.push('request.too_large', 'request.media_type', 'request.timeout');
  } else codes.push('request.unexpected_body');
  if (takesIdempotencyKey(route)) codes.push('idempotency.in_progress', 'idempotency.answer_lost');
  if (allow !== 'public') {
    codes.push('auth.unauthenticated', 'auth.token_invalid', 'auth.token_expired', 'auth.key_invalid');
    codes.push('auth.several_credentials', allow === 'user' ? 'auth.users_only' : 'auth.forbidden');
  }
  if (path.startsWith('/tenants/:tenantId')) codes.push(...tenantErrors(route, isWrite));
  return [...new Set([...codes, ...route.errors])];
}

function tenantErrors({ allow, allowedTenantStates }: RouteFacts, isWrite: boolean): ErrorCode[] {
  return [
    'tenant.forbidden',
    'tenant.not_found',
    // Of requests by API keys.
    ...(typeof allow === 'string' && isPermission(allow) ? (['plan.limit_reached'] as const) : []),
    ...(allowedTenantStates.includes('deleted') ? [] : (['tenant.deleted'] as const)),
    ...(isWrite && !allowedTenantStates.includes('read_only')
      ? (['subscription.read_only', 'tenant.suspended'] as const)
      : []),
  ];
}

/**
 * The error as it is, or where the document does not name it for this route a plain one, which is answered 500.
 * Errors of the routes between services are not in the document.
 */
export function asDocumented(route: RouteFacts, error: unknown): unknown {
  if (!(error instanceof DomainError) || route.path.startsWith('/internal')) return error;
  // Public routes answer so to a call that did not come through the gateway.
  const codes: readonly string[] = ['auth.unauthenticated', ...errorsOf(route)];
  if (codes.includes(error.code)) return error;
  return new Error(`${route.method} ${route.path} does not document ${error.code}.`, { cause: error });
}
