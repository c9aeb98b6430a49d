import {
  type Caller,
  type CallerTenant,
  type CredentialRefusal,
  DomainError,
  ensure,
  forbidden,
  notFound,
  unauthenticated,
} from '@siteninja/core';
import { type Allow, type RouteFacts } from './route';

const REFUSED: Record<CredentialRefusal, string> = {
  'auth.token_invalid': 'The access token is not valid.',
  'auth.token_expired': 'The access token has expired, or its session has ended.',
  'auth.key_invalid': 'The API key is not valid.',
  'auth.several_credentials': 'Send one credential, not several.',
};

/** What authorisation needs to know of a route. */
type Guarded = Pick<RouteFacts, 'method' | 'path' | 'allow' | 'allowedTenantStates'>;

/**
 * Whether the caller may use the route, on the tenant that the path names. Nothing of the request but its
 * path has been looked at yet: a stranger learns nothing from what comes back.
 * @throws unauthenticated, forbidden, gone, payment_required; not_found for a super_admin's unknown tenant
 */
export function authorize(route: Guarded, caller: Caller, tenantId: string | null): void {
  const { allow } = route;
  if (typeof allow === 'object') {
    ensure(caller.type === 'service' && allow.services.includes(caller.service), () => unauthenticated());
    return;
  }
  // A service's own token opens its /internal routes and no other.
  ensure(caller.type !== 'service', () => unauthenticated());
  if (allow === 'public') return;
  if (caller.type === 'anonymous') {
    throw caller.refused ? unauthenticated(caller.refused, REFUSED[caller.refused]) : unauthenticated();
  }
  if (tenantId !== null) authorizeInTenant(route, caller, tenantId);
  else authorizeByKind(allow, caller);
}

function authorizeByKind(allow: Exclude<Allow, object>, caller: Caller): void {
  switch (allow) {
    case 'signed_in':
      return;
    case 'user':
      ensure(caller.type === 'user', () =>
        forbidden('auth.users_only', 'This is for people, not for API keys.'),
      );
      return;
    case 'super_admin':
      ensure(caller.isSuperAdmin, () => forbidden());
      return;
    default:
      ensure(caller.isSuperAdmin || permits(caller, allow), () =>
        forbidden('auth.forbidden', `This needs the permission ${allow}.`),
      );
  }
}

function authorizeInTenant(route: Guarded, caller: Caller, tenantId: string): void {
  const { tenant } = caller;
  if (tenant?.id !== tenantId) {
    throw caller.isSuperAdmin
      ? notFound('tenant')
      : forbidden('tenant.forbidden', 'You do not belong to this tenant.');
  }
  if (tenant.deleted && !isOpenWhenDeleted(route, caller)) {
    throw new DomainError(
      'gone',
      'tenant.deleted',
      'This tenant has been deleted. Unless it was erased, it can be restored for 30 days.',
    );
  }
  if (typeof route.allow === 'string') authorizeByKind(route.allow, caller);
  const writes = route.method !== 'get' && !route.allowedTenantStates.includes('read_only');
  if (writes && !caller.isSuperAdmin) refuseWhenReadOnly(tenant);
}

function isOpenWhenDeleted({ method, allowedTenantStates }: Guarded, { isSuperAdmin }: Caller): boolean {
  // The platform still has to see what became of a tenant, such as its audit log.
  const isOpenToPlatform = method === 'get' || allowedTenantStates.includes('erased');
  return allowedTenantStates.includes('deleted') || (isSuperAdmin && isOpenToPlatform);
}

function refuseWhenReadOnly({ status }: CallerTenant): void {
  if (status === 'past_due') {
    const message =
      'The subscription is past due: everything can be read and nothing changed until it is paid.';
    throw new DomainError('payment_required', 'subscription.read_only', message);
  }
  if (status === 'suspended' || status === 'cancelled') {
    throw forbidden('tenant.suspended', 'This tenant is suspended: nothing can be changed.');
  }
}

function permits(caller: Caller, permission: string): boolean {
  for (const held of caller.permissions) if (held === permission) return true;
  return false;
}
