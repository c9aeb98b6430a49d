import { type Progress } from '@siteninja/core';
import { type ContentCtx } from '../context';
import { type Purpose, reserve, settle, settleBrokenOff } from './credits';

/** A proposal that is being made. */
export interface Work {
  readonly signal: AbortSignal;
  /** Credits that what was made so far has cost. */
  cost: number;
  send: Progress['send'];
}

/** What a proposal by the built-in rules costs. */
export const CREDITS = 1;

/** What nobody follows and nobody breaks off. */
const UNWATCHED: Progress = { send: () => undefined, signal: new AbortController().signal };

/**
 * Has a proposal made for credits of the plan: reserved before, charged by what it cost afterwards. A client that goes
 * pays for what was produced until then; one that fails costs nothing.
 * @param max credits that it may cost
 * @throws payment_required `ai.quota_exceeded`, and what `make` throws
 */
export async function propose<T extends object>(
  ctx: ContentCtx,
  { max, ...purpose }: Purpose & { max: number },
  make: (work: Work) => Promise<T>,
): Promise<T & { credits: number }> {
  const progress = ctx.request?.progress ?? UNWATCHED;
  const reservation = await reserve(ctx, max);
  const work: Work = { signal: progress.signal, send: (event, data) => progress.send(event, data), cost: 0 };
  progress.send('progress', { step: 'started', reservedCredits: reservation.credits });
  let proposal: T;
  try {
    proposal = await make(work);
    // A client that has gone is charged as one that has broken off.
    progress.signal.throwIfAborted();
  } catch (error) {
    const cost = progress.signal.aborted ? work.cost : 0;
    await settleBrokenOff(ctx, reservation, { ...purpose, cost });
    throw error;
  }
  return { ...proposal, credits: await settle(ctx, reservation, { ...purpose, cost: work.cost }) };
}
