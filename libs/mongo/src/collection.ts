import { type Ctx, tenantOf } from '@siteninja/core';
import { type Fields } from '@siteninja/schema';
import {
  type CollectionDefinition,
  type GlobalRow,
  type Index,
  type OwnFields,
  type TenantRow,
} from './definition';
import { ScopedCollection } from './scoped-collection';

/** A tenant's collection: every access is bound to the tenant of the context. */
export interface TenantCollection<T> {
  readonly definition: CollectionDefinition;
  in(ctx: Ctx): ScopedCollection<TenantRow<T>>;
  /**
   * The only door to more than one tenant's rows. Each call stands in architecture.test.ts, with its reason;
   * rows inserted through it name their tenant themselves. What is kept of answers about tenants is not forgotten for
   * what is written through it in a context without a tenant: no such answer may show it.
   */
  across(ctx: Ctx): ScopedCollection<TenantRow<T>>;
}

/** A collection that belongs to no tenant. */
export interface GlobalCollection<T> {
  readonly definition: CollectionDefinition;
  in(ctx: Ctx): ScopedCollection<GlobalRow<T>>;
}

/** The type of a collection's rows. */
export type RowOf<C> =
  C extends TenantCollection<infer T>
    ? TenantRow<T>
    : C extends GlobalCollection<infer T>
      ? GlobalRow<T>
      : never;

type Declared<F extends Fields> = Omit<CollectionDefinition, 'scope' | 'fields' | 'upgrade'> & {
  fields: F;
  upgrade?(row: Partial<OwnFields<F>>): void;
};

/** Declares a collection whose rows belong to tenants. Indexes should begin with `tenantId`; one of them always does. */
export function tenantCollection<F extends Fields>(definition: Declared<F>): TenantCollection<OwnFields<F>>;
export function tenantCollection<T>(definition: Omit<CollectionDefinition, 'scope'>): TenantCollection<T> {
  const whole: CollectionDefinition = {
    ...definition,
    indexes: withTenantIndex(definition.indexes),
    scope: 'tenant',
  };
  return {
    definition: whole,
    in: (ctx) => new ScopedCollection<TenantRow<T>>(ctx, whole, { tenantId: tenantOf(ctx) }),
    across: (ctx) => new ScopedCollection<TenantRow<T>>(ctx, whole, {}),
  };
}

function withTenantIndex(indexes: Index[]): Index[] {
  const isServed = indexes.some(({ fields, where }) => !where && Object.keys(fields)[0] === 'tenantId');
  return isServed ? indexes : [...indexes, { fields: { tenantId: 1 }, serves: 'erasing a tenant' }];
}

/** Declares a collection whose rows belong to no tenant. */
export function globalCollection<F extends Fields>(definition: Declared<F>): GlobalCollection<OwnFields<F>>;
export function globalCollection<T>(definition: Omit<CollectionDefinition, 'scope'>): GlobalCollection<T> {
  const whole: CollectionDefinition = { ...definition, scope: 'global' };
  return { definition: whole, in: (ctx) => new ScopedCollection<GlobalRow<T>>(ctx, whole, {}) };
}
