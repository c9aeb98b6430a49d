import { type ClientSession, type Connection } from 'mongoose';
import { type Caller } from './caller';
import { type Clock } from './clock';
import { type Actor } from './actor';
import { type Logger } from './log';
import { type TenantCache } from './tenant-cache';

/** What the request itself says. */
export interface RequestFacts {
  id: string;
  ipAddress: string;
  userAgent: string | null;
  /** The `If-Match` header, checked by `requireMatch`. */
  ifMatch: string | null;
  /** Whether the client has gone: work that waits is then not begun. */
  isAborted?(): boolean;
  /** On routes whose answer can be followed while it is made. */
  progress?: Progress;
}

/** Tells the client what is there so far. */
export interface Progress {
  /** Nothing is sent where the client has not asked for a stream, or is gone. */
  send(event: 'section' | 'progress', data: object): void;
  /** Aborted when the client goes before the answer is complete. */
  readonly signal: AbortSignal;
}

/** Everything an operation may know and use; made once for each request, message or run of a job. */
export interface Ctx<Config = unknown, Ports = unknown> {
  readonly caller: Caller;
  /** The tenant that the path, the event or the job is about. */
  readonly tenantId: string | null;
  /** Null in consumers and jobs. */
  readonly request: RequestFacts | null;
  /** The event that a consumer is handling: whatever it records follows from it. */
  readonly causedBy?: string;
  readonly config: Config;
  readonly ports: Ports;
  readonly clock: Clock;
  readonly log: Logger;
  readonly db: Connection;
  /** Whether events are held against their contracts: outside production. */
  readonly validateEvents?: boolean;
  /** Types of the events that the request has recorded by itself, where they are held against its route. */
  readonly recorded?: string[];
  /** The transaction that reads and writes belong to. */
  readonly session?: ClientSession;
  /** What is kept of answers about tenants, where routes of the service have theirs kept. */
  readonly tenantCache?: TenantCache;
  /** Inside a transaction: the tenants of which it has written rows. */
  readonly changedTenants?: Set<string>;
  /** Inside a transaction: what to do once it is committed. See `Tx`. */
  readonly afterCommit?: (work: () => Promise<void>) => void;
  /** Of a request with an Idempotency-Key. */
  readonly effects?: EffectLog;
  /** Tells the gateway what it must no longer serve from its memory: see `Invalidation`. */
  readonly invalidate: (what: Invalidation) => void;
}

/**
 * What the transactions of a request have given, kept with what they changed: when the request is made again after its
 * process died between effect and answer, they give the same without changing anything twice.
 */
export interface EffectLog {
  /** The request's next transaction: what it gave, if it is committed already; else where that is to be kept. */
  next(): { result: unknown } | { keep(tx: Ctx, result: unknown): Promise<void> };
}

/**
 * What a gateway remembers of users, keys and tenants, and has to ask for again. It travels on the answer,
 * so that the gateway that made the change knows it before the client does; the others hear of it within a
 * second by their own means.
 */
export type Invalidation = `${'user' | 'session' | 'api_key' | 'signing_key' | 'tenant' | 'site'}:${string}`;

/** The tenant of a route under /tenants/:tenantId, a tenant's event or a tenant's job. */
export function tenantOf(ctx: Ctx): string {
  if (ctx.tenantId === null) throw new Error('This operation is about a tenant and was called without one.');
  return ctx.tenantId;
}

/**
 * The same context for a tenant that no path names: one found by host, key or sweeper, one being made. With
 * `across` this is the only way out of the caller's own tenant; both are listed in architecture.test.ts.
 */
export function inTenant<C extends Ctx>(ctx: C, tenantId: string): C {
  return { ...ctx, tenantId };
}

/** Who goes into the event, and so into the audit log. */
export function actorOf(ctx: Ctx): Actor {
  const { caller, request } = ctx;
  const from = request
    ? {
        ipAddress: request.ipAddress,
        ...(request.userAgent === null ? {} : { userAgent: request.userAgent }),
      }
    : {};
  switch (caller.type) {
    case 'user':
      return { type: 'user', userId: caller.userId, ...from };
    case 'api_key':
      return { type: 'api_key', apiKeyId: caller.apiKeyId, ...from };
    case 'anonymous':
      return { type: 'anonymous', ...from };
    case 'service':
    case 'system':
      return { type: 'system' };
  }
}

/** The user behind the call; for an API key, the one who made it. */
export function userOf(ctx: Ctx): string | null {
  if (ctx.caller.type === 'user') return ctx.caller.userId;
  return ctx.caller.type === 'api_key' ? ctx.caller.createdBy : null;
}
