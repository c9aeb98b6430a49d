import { type DomainEvent, TENANT_STATUSES } from '@siteninja/core';
import { type Consumer } from '@siteninja/events';
import { check, nullable, oneOf, type Schema, shape, text } from '@siteninja/http';
import { type IdentityCtx } from '../context';
import { keepSubscription, keepTenant } from './tenant';

const tenantData = shape({
  name: text({ max: 255 }),
  status: oneOf(...TENANT_STATUSES),
  deletedAt: nullable(text()),
});

/** Keeps the view of tenants that callers are judged by. */
export const tenantProjection: Consumer<IdentityCtx> = {
  name: 'tenant',
  types: ['tenant.created', 'tenant.updated', 'tenant.deleted', 'tenant.restored'],
  handle: async (tx, event) => {
    const { name, status, deletedAt } = event.data;
    const data = dataOf(event, tenantData, { name, status, deletedAt });
    const state = {
      name: data.name,
      status: data.status,
      deleted: data.deletedAt !== null,
      revision: event.resource.version,
    };
    const before = event.change?.before;
    const statusDecided = before != null && before.status !== data.status;
    await keepTenant(tx, event.resource.id, state, statusDecided);
  },
};

const subscriptionData = shape({ status: oneOf(...TENANT_STATUSES) });

/** A tenant's status mirrors its subscription, here as in the tenant service, which tells nobody. */
export const subscriptionProjection: Consumer<IdentityCtx> = {
  name: 'subscription',
  types: ['subscription.created', 'subscription.updated', 'subscription.cancelled', 'subscription.past_due'],
  handle: async (tx, event) => {
    const { status } = dataOf(event, subscriptionData, { status: event.data.status });
    const { id, version } = event.resource;
    await keepSubscription(tx, { id, version, status });
  },
};

function dataOf<T>(event: DomainEvent, schema: Schema<T>, data: unknown): T {
  const checked = check(schema, data);
  if ('errors' in checked) throw new Error(`${event.type} has other data: ${JSON.stringify(checked.errors)}`);
  return checked.value;
}
