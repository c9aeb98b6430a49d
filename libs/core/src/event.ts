/** Who made a change happen. The addresses are for the audit log and reach no webhook. */
export interface Actor {
  type: 'user' | 'api_key' | 'system' | 'ai' | 'anonymous';
  userId?: string;
  apiKeyId?: string;
  ipAddress?: string;
  userAgent?: string;
}

/** Resource → what can happen to it. `page.created` is the type, and the routing key on the exchange. */
const CATALOGUE = {
  tenant: ['created', 'updated', 'deleted', 'restored', 'erased'],
  domain: ['added', 'verified', 'removed'],
  branding: ['updated', 'reset'],
  industry: ['created', 'updated', 'deleted'],
  page: ['created', 'updated', 'deleted', 'restored', 'moved', 'published', 'unpublished'],
  section: ['created', 'updated', 'deleted', 'reordered'],
  navigation: ['created', 'updated', 'deleted', 'reordered'],
  seo: ['updated', 'reset'],
  redirect: ['created', 'updated', 'deleted'],
  release: ['activated'],
  template: ['created', 'updated', 'deleted'],
  contact: ['submitted'],
  site: ['imported'],
  user: [
    'registered',
    'invited',
    'joined',
    'updated',
    'removed',
    'role_changed',
    'logged_in',
    'logged_out',
    'password_changed',
    'mfa_enabled',
    'mfa_disabled',
  ],
  api_key: ['created', 'updated', 'rotated', 'revoked'],
  subscription: ['created', 'updated', 'cancelled', 'past_due', 'trial_ending'],
  invoice: ['paid', 'failed'],
  asset: ['uploaded', 'updated', 'deleted'],
  webhook: ['created', 'updated', 'deleted', 'disabled', 'secret_rotated'],
  ai: ['generated'],
} as const;

type Catalogue = typeof CATALOGUE;
export type EventType = { [R in keyof Catalogue & string]: `${R}.${Catalogue[R][number]}` }[keyof Catalogue &
  string];

export const EVENT_TYPES: readonly string[] = Object.entries(CATALOGUE).flatMap(([resource, verbs]) =>
  verbs.map((verb) => `${resource}.${verb}`),
);

/** One thing that happened, as every service and the exchange carry it (http-api, Events). */
export interface DomainEvent {
  id: string;
  type: EventType;
  /** Version of the envelope. */
  version: 1;
  /** ISO 8601. */
  occurredAt: string;
  tenantId: string | null;
  actor: Actor;
  requestId: string | null;
  /** The event that this one follows from; such an event leaves no audit entry of its own. */
  causedBy?: string;
  resource: { type: string; id: string; version: number };
  /** The resource as clients see it after the change; secrets never in it. */
  data: Record<string, unknown>;
  change?: { before: Record<string, unknown> | null; after: Record<string, unknown> | null };
}

/** What an operation says when it records an event; the rest is filled in from its context. */
export type NewEvent = Pick<DomainEvent, 'type' | 'resource' | 'data'> &
  Partial<Pick<DomainEvent, 'change' | 'causedBy' | 'tenantId' | 'actor'>>;

/**
 * Whether an event about a thing of which a tenant has one at a time, such as its subscription, says more than
 * what is known: of one thing the higher version; of two the later one, whose id (UUID version 7) sorts behind.
 */
export function isNewer(
  { id, version }: Pick<DomainEvent['resource'], 'id' | 'version'>,
  known: { id: string; version: number } | null,
): boolean {
  if (known === null || id > known.id) return true;
  return id === known.id && version > known.version;
}
