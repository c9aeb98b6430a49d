import { type DomainEvent } from '@siteninja/contracts';
import { type Ctx } from '@siteninja/core';
import { outbox } from './outbox/outbox';
import { type Recorder, recorder } from './record';

export type Session = NonNullable<Ctx['session']>;

/** A context inside a transaction: `pages.in(tx)` joins it, and `record` says what happened. */
export type Tx<C extends Ctx = Ctx> = C &
  Recorder & {
    readonly session: Session;
    readonly changedTenants: Set<string>;
    /**
     * Has something done once the change is committed, before `transaction` returns; in a consumer, once its
     * whole batch is. A crash in between loses it, and what it throws is only logged: nothing may depend on it.
     */
    readonly afterCommit: AfterCommit;
  };

export type AfterCommit = (work: () => Promise<void>) => void;
/** What all contexts inside one transaction share. */
export type Joined = Pick<Tx, 'session' | 'afterCommit' | 'changedTenants'>;

/** A part of a transaction, or all of it: what one caller wants done. */
export interface Part {
  readonly ctx: Ctx;
  /** Does it, once in each try. */
  run(session: Session, changedTenants: Set<string>): Promise<void>;
}

/** What was recorded in a session's transaction so far, in the order in which it happened. */
const recorded = new WeakMap<Session, DomainEvent[]>();

function eventsOf(session: Session): DomainEvent[] {
  const events = recorded.get(session) ?? [];
  recorded.set(session, events);
  return events;
}

export function runInSession<C extends Ctx, Result>(
  ctx: C,
  joined: Joined,
  work: (tx: Tx<C>) => Promise<Result>,
): Promise<Result> {
  return work({ ...ctx, ...joined, ...recorder(ctx, eventsOf(joined.session)) });
}

/** The last write before a commit: all that was recorded, in one command. @returns whether there was something */
export async function writeEvents(ctx: Ctx, session: Session): Promise<boolean> {
  const events = eventsOf(session);
  if (events.length === 0) return false;
  await outbox.in({ ...ctx, session }).insertMany(events.map((event) => ({ _id: event.id, event })));
  return true;
}
