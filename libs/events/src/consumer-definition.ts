import { type DomainEvent, type EventType } from '@siteninja/contracts';
import { type Ctx } from '@siteninja/core';
import { type Tx } from './tx';

interface Subscriber {
  /** With the service's name it makes the name of the queue: `content.limits`. Never rename it. */
  name: string;
  types: readonly (EventType | '#')[];
  /** Only one process of the service at a time, for a consumer that numbers what it gets. */
  singleActive?: boolean;
}

/** What a service does when something happens elsewhere. */
export interface Consumer<C extends Ctx = Ctx> extends Subscriber {
  /**
   * Runs inside a transaction, with the event's tenant, and takes effect once for each event. It may be
   * called more than once before that, with events of other tenants in the same transaction, and with an
   * older version of a thing after a newer one. Events of a tenant that is erased are skipped: they bring nothing back.
   */
  handle(tx: Tx<C>, event: DomainEvent): Promise<void>;
}

/** A consumer of so many events that a few commands have to do for all that arrive together. */
export interface BatchConsumer<C extends Ctx = Ctx> extends Subscriber {
  /**
   * The same for a whole batch, in the order of delivery and without a tenant: each row names its own. When it throws,
   * it is called again with less, until the event that cannot be handled is alone.
   */
  handleBatch(tx: BatchTx<C>, events: readonly BatchedEvent[]): Promise<void>;
}

export interface BatchedEvent {
  event: DomainEvent;
  /** Whether its tenant is erased: nothing of that may be brought back. */
  isErased: boolean;
}

/** A transaction that records no events, as it has no single cause. */
export type BatchTx<C extends Ctx = Ctx> = C & Pick<Tx, 'session' | 'afterCommit' | 'changedTenants'>;

export type AnyConsumer<C extends Ctx = Ctx> = Consumer<C> | BatchConsumer<C>;
