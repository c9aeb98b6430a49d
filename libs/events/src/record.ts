import {
  contractOf,
  type DomainEvent,
  type EventData,
  type EventType,
  type NewEvent,
} from '@siteninja/contracts';
import { actorOf, type Ctx, newId } from '@siteninja/core';
import { parse } from '@siteninja/schema';

/** What a change of a resource has before and after it; null where it does not exist. */
type Change<T extends EventType> = EventData<T> & { id: string; revision: number; tenantId?: string };

export interface Recorder {
  /**
   * Adds an event to the transaction, completed from the context.
   * @returns the whole event, so that what follows from it can carry its id as `causedBy`
   */
  record<T extends EventType>(event: NewEvent<T>): DomainEvent;
  /**
   * Records that a resource was created (`before` is null), changed or deleted (`after` is null). Resource, payload
   * and difference follow from the two, as clients see them.
   */
  recordChange<T extends EventType>(
    type: T,
    before: Change<T> | null,
    after: Change<T> | null,
    more?: Pick<NewEvent, 'causedBy' | 'actor' | 'tenantId'>,
  ): DomainEvent;
}

/** @param events of the transaction so far, to which it adds */
export function recorder(ctx: Ctx, events: DomainEvent[]): Recorder {
  const record = <T extends EventType>(event: NewEvent<T>): DomainEvent => {
    const whole = complete(ctx, event);
    events.push(whole);
    if (whole.causedBy === undefined) ctx.recorded?.push(whole.type);
    return whole;
  };
  return {
    record,
    recordChange: (type, before, after, more = {}) => {
      const data = after ?? before;
      if (data === null) throw new Error(`${type} says neither what was nor what is.`);
      const version = after === null ? data.revision + 1 : data.revision;
      const resource = { type: contractOf(type)?.resource ?? type, id: data.id, version };
      return record({ type, resource, data, change: { before, after }, ...more });
    },
  };
}

/** Fills in who, when and why (http-api, Events). */
function complete<T extends EventType>(ctx: Ctx, event: NewEvent<T>): DomainEvent {
  const causedBy = event.causedBy ?? ctx.causedBy;
  const whole: DomainEvent = {
    id: newId(),
    type: event.type,
    version: 1,
    occurredAt: ctx.clock.now().toISOString(),
    tenantId: event.tenantId === undefined ? ctx.tenantId : event.tenantId,
    actor: event.actor ?? actorOf(ctx),
    requestId: ctx.request?.id ?? null,
    ...(causedBy === undefined ? {} : { causedBy }),
    resource: event.resource,
    data: event.data,
    ...(event.change === undefined ? {} : { change: event.change }),
  };
  // As consumers will see it: a date becomes text, and what is undefined is absent instead of null.
  const sent: DomainEvent = JSON.parse(JSON.stringify(whole));
  if (ctx.validateEvents) assertKept(sent);
  return sent;
}

/** @throws where resource or payload are not what the contract of the type promises */
function assertKept({ type, resource, data }: DomainEvent): void {
  const contract = contractOf(type);
  if (!contract) return;
  if (resource.type !== contract.resource) {
    throw new Error(`${type} breaks its contract: it happens to ${contract.resource}, not ${resource.type}.`);
  }
  const checked = parse(contract.data, data, { isOwn: true });
  if ('errors' in checked) {
    throw new Error(`${type} breaks its contract: ${JSON.stringify(checked.errors)}`);
  }
}
