import { ROLES, TENANT_STATUSES } from '@siteninja/core';
import { pick, s } from '@siteninja/schema';
import { domain } from '../events/domain';
import { DEFAULT_LOCALE } from '../events/tenant';
import { member } from '../events/user';
import { internalCall } from './call';

/** What identity needs to know of a tenant in order to judge callers, and to write to them. */
const tenantState = s.object({
  name: s.string({ max: 255 }),
  status: s.enum(...TENANT_STATUSES),
  deleted: s.boolean(),
  /** Then the status no longer follows the subscription. */
  isSuspendedByPlatform: s.default(s.boolean(), false),
  revision: s.integer({ min: 1 }),
  locale: s.default(s.locale(), DEFAULT_LOCALE),
});

/** The second of the three steps in which a tenant is created. */
export const addMember = internalCall({
  service: 'identity',
  method: 'post',
  path: '/internal/memberships',
  summary: 'Make a user a member of a tenant that is being created',
  callers: ['tenant'],
  body: s.object({ tenantId: s.uuid(), userId: s.uuid(), role: s.enum(...ROLES), tenant: tenantState }),
  answer: s.object({}),
});

/** For a service that keeps who belongs to a tenant, and begins to when there are tenants already. */
export const listMemberships = internalCall({
  service: 'identity',
  method: 'get',
  path: '/internal/memberships',
  summary: 'List the memberships of all tenants, a page at a time',
  callers: ['tenant'],
  query: s.object({ after: s.optional(s.uuid()) }),
  answer: s.object({
    items: s.array(
      s.object({
        ...pick(member, 'tenantId', 'createdAt', 'revision').fields,
        userId: s.uuid(),
        /** Whether it gives access: nobody is who was only invited, or is kept out. */
        isActive: s.boolean(),
      }),
    ),
    /** Where the next page begins; null at the end. */
    next: s.nullable(s.uuid()),
  }),
});

/** Decides whether an unfinished tenant is completed or released. */
export const hasAdmin = internalCall({
  service: 'identity',
  method: 'get',
  path: '/internal/tenants/:tenantId/admins',
  summary: 'Read whether a tenant has an admin',
  callers: ['tenant'],
  answer: s.object({ exists: s.boolean() }),
});

/** Whom a service writes to about a tenant, and in which language. Nobody, where the tenant is deleted. */
export const listAdminEmails = internalCall({
  service: 'identity',
  method: 'get',
  path: '/internal/tenants/:tenantId/admin-emails',
  summary: "Read the addresses of a tenant's admins",
  callers: ['billing', 'integration'],
  answer: s.object({ name: s.string({ min: 0 }), locale: s.locale(), emails: s.array(s.email()) }),
});

/** A domain whose proof is missing. */
export const domainWarning = s.object({ domainId: s.uuid(), domain: domain.fields.domain });

/** Mails are sent later; to ask twice for one domain while they wait sends none twice. */
export const warnOfDomain = internalCall({
  service: 'identity',
  method: 'post',
  path: '/internal/tenants/:tenantId/domain-warnings',
  summary: "Tell a tenant's admins by mail that the proof of a domain is missing",
  callers: ['tenant'],
  body: domainWarning,
  answer: s.object({}),
});

/** An older revision than the one that identity knows changes nothing. */
export const syncTenant = internalCall({
  service: 'identity',
  method: 'put',
  path: '/internal/tenants/:tenantId',
  summary: 'Update the state of a tenant',
  callers: ['tenant'],
  body: tenantState,
  answer: s.object({}),
});
