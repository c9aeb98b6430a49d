import { type Ctx, tenantOf } from '@siteninja/core';
import { type SchemaDefinition } from 'mongoose';
import { Rows } from './scoped-collection';

/** What every row carries besides its own fields. */
export interface Common {
  _id: string;
  /** 1 and up, one more with every change. */
  revision: number;
  createdAt: Date;
  updatedAt: Date;
}

/** A row of a tenant's collection. */
export type TenantRow<T> = T & Common & { tenantId: string };
/** A row of a global collection. */
export type GlobalRow<T> = T & Common;

export interface Index {
  fields: Record<string, 1 | -1>;
  /** The query, or the rule, that this index is for. */
  serves: string;
  unique?: boolean;
  /** Only rows that match are in the index. */
  where?: Record<string, unknown>;
  /** Rows go this many seconds after the (single) field's time. */
  expiresAfterSeconds?: number;
  /** What a second row with the same values is called: 409, naming the field. */
  conflict?: { code: string; field: string; message: string };
}

export interface CollectionDefinition {
  name: string;
  scope: 'tenant' | 'global';
  fields: SchemaDefinition;
  indexes: Index[];
}

/** A tenant's collection: every access is bound to the tenant of the context. */
export interface TenantCollection<T> {
  readonly definition: CollectionDefinition;
  in(ctx: Ctx): Rows<TenantRow<T>>;
  /**
   * The only door to more than one tenant's rows. Each call, with its reason, stands in architecture.test.ts;
   * rows inserted through it name their tenant themselves.
   */
  across(ctx: Ctx, reason: string): Rows<TenantRow<T>>;
}

/** A collection that belongs to no tenant. */
export interface GlobalCollection<T> {
  readonly definition: CollectionDefinition;
  in(ctx: Ctx): Rows<GlobalRow<T>>;
}

/** Declares a collection whose rows belong to tenants. Indexes should begin with `tenantId`. */
export function tenantCollection<T>(definition: Omit<CollectionDefinition, 'scope'>): TenantCollection<T> {
  const whole: CollectionDefinition = { ...definition, scope: 'tenant' };
  return {
    definition: whole,
    in: (ctx) => new Rows<TenantRow<T>>(ctx, whole, { tenantId: tenantOf(ctx) }),
    across: (ctx) => new Rows<TenantRow<T>>(ctx, whole, {}),
  };
}

/** Declares a collection whose rows belong to no tenant. */
export function globalCollection<T>(definition: Omit<CollectionDefinition, 'scope'>): GlobalCollection<T> {
  const whole: CollectionDefinition = { ...definition, scope: 'global' };
  return { definition: whole, in: (ctx) => new Rows<GlobalRow<T>>(ctx, whole, {}) };
}
