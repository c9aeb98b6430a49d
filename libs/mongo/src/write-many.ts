import { type Ctx } from '@siteninja/core';
import { type ClientSession } from 'mongoose';
import { withTransaction } from './with-transaction';

/** What has a statement join a transaction. */
export interface Joined {
  session: ClientSession;
}

/** For all tries together. */
const TIMEOUT_MS = 10_000;

/**
 * Has many rows written at once in the context's transaction, or in one of its own: all of them or none. Outside of any
 * a clash with a transaction has SecantusDB stand still, until it is started anew.
 * @throws OutcomeUnknown, where it was a transaction of its own
 */
export function writeMany<Result>(
  { db, session }: Ctx,
  write: (options: Joined) => Promise<Result>,
): Promise<Result> {
  if (session) return write({ session });
  return withTransaction(db, (own) => write({ session: own }), TIMEOUT_MS);
}
