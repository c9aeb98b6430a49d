import { DomainError, type Progress } from '@siteninja/core';
import { type ContentCtx } from '../context';
import { reserve, settle, settleBrokenOff } from './credits';
import { type Outcome, type Purpose } from './generation';
import { type Work, type Writer } from './writer';

/** What nobody follows and nobody breaks off. */
const UNWATCHED: Progress = { send: () => undefined, signal: new AbortController().signal };

/**
 * Has a proposal made for credits of the plan: reserved before, charged by what it cost afterwards. A client that goes
 * pays for what was produced until then; one that fails costs nothing.
 * @throws payment_required `ai.quota_exceeded`, and what `make` throws
 */
export async function propose<T extends object>(
  ctx: ContentCtx,
  purpose: Purpose,
  make: (writer: Writer, work: Work) => Promise<T>,
): Promise<T & { credits: number }> {
  const progress = ctx.request?.progress ?? UNWATCHED;
  const { writer } = ctx.ports;
  const reservation = await reserve(ctx, writer.maxCredits);
  const send: Work['send'] = (event, data) => progress.send(event, data);
  const work: Work = { signal: progress.signal, send, cost: 0, tokens: 0 };
  progress.send('progress', { step: 'started', reservedCredits: reservation.credits });
  let proposal: T;
  try {
    proposal = await make(writer, work);
    // A client that has gone is charged as one that has broken off.
    progress.signal.throwIfAborted();
  } catch (error) {
    const { cost, tokens } = work;
    const outcome = outcomeOf(error, progress.signal);
    const due = outcome === 'broken_off' ? cost : 0;
    await settleBrokenOff(ctx, reservation, { ...purpose, outcome, cost: due, tokens, result: null });
    throw error;
  }
  const { cost, tokens } = work;
  const made = { ...purpose, outcome: 'made', cost, tokens, result: proposal } as const;
  return { ...proposal, credits: await settle(ctx, reservation, made) };
}

function outcomeOf(error: unknown, { aborted }: AbortSignal): Exclude<Outcome['outcome'], 'made'> {
  if (aborted) return 'broken_off';
  return error instanceof DomainError && error.code === 'ai.refused' ? 'refused' : 'failed';
}
