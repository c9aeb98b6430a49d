import { entry, type ErrorEntry, notFound } from './entry';

export const TENANT_ERRORS = {
  'tenant.forbidden': entry(
    'forbidden',
    'The caller is not a member of the tenant in the path. The answer is the same for tenants that do not exist.',
    'Check the tenant id; GET /auth/me lists your memberships.',
  ),
  'tenant.not_found': notFound('tenant'),
  'tenant.deleted': entry(
    'gone',
    'The tenant has been deleted.',
    'Unless it was erased, an admin can restore it for 30 days: POST /tenants/{tenantId}/restore.',
  ),
  'erasure.not_found': notFound('erasure'),
  'tenant.not_deleted': entry('conflict', 'The tenant is not deleted.', 'There is nothing to restore.'),
  'tenant.suspended': entry(
    'forbidden',
    'The tenant is suspended or cancelled: everything can be read and nothing changed.',
    'Pay the subscription, or ask the platform.',
  ),
  'tenant.status_forbidden': entry(
    'forbidden',
    'The status of a tenant is set by the platform alone.',
    'Leave `status` out.',
  ),
  'tenant.subdomain_taken': entry(
    'conflict',
    'Another tenant has this subdomain.',
    'Choose another, or leave it out to have one proposed.',
  ),
  'branding.not_found': notFound('branding'),
  'location.not_found': notFound('location'),
  'location.is_primary': entry(
    'conflict',
    'The primary location cannot be deleted while there are others.',
    'Make another one the primary location first.',
  ),
  'domain.not_found': notFound('domain'),
  'domain.already_added': entry(
    'conflict',
    'The tenant has added this domain already.',
    'Use the one that there is.',
  ),
  'domain.is_subdomain': entry(
    'conflict',
    'The subdomain that the platform gave cannot be removed.',
    'Make another domain the primary one: the subdomain then redirects to it.',
  ),
  'domain.not_verified': entry(
    'conflict',
    'DNS does not prove that the domain is the tenant’s. `details` says what was expected and found.',
    'Set the TXT record, wait until it is seen, and verify again.',
  ),
  'domain.dns_unavailable': entry('unavailable', 'DNS gives no answer.', 'Try again in a minute.'),
  'domain.taken': entry('conflict', 'Another tenant has verified this domain.', 'Use another domain.'),
  'industry.not_found': notFound('industry'),
  'industry.name_taken': entry('conflict', 'Another industry has this name.', 'Choose another name.'),
} as const satisfies Record<string, ErrorEntry>;
