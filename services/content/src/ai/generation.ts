import { type EventData } from '@siteninja/contracts';
import { actorOf, tenantOf } from '@siteninja/core';
import { type Tx } from '@siteninja/events';
import { type ContentCtx } from '../context';
import { aiGenerations } from './generation.model';

/** What a proposal is about. */
export interface Purpose {
  readonly kind: EventData<'ai.generated'>['kind'];
  readonly pageId: string | null;
  /** The caller's own words. */
  readonly prompt: string | null;
}

/** What became of it. */
export interface Outcome {
  readonly outcome: 'made' | 'broken_off' | 'refused' | 'failed';
  /** Credits, before it is known how many are left. */
  readonly cost: number;
  readonly tokens: number;
  readonly result: object | null;
}

interface Generation extends Purpose, Omit<Outcome, 'cost'> {
  readonly id: string;
  readonly month: string;
  readonly credits: number;
}

/** Keeps what was asked for and what became of it. What has cost something is told by an event. */
export async function recordGeneration(tx: Tx<ContentCtx>, generation: Generation): Promise<void> {
  const { id, kind, pageId, month, credits } = generation;
  const actor = actorOf(tx);
  const { userId = null, apiKeyId = null } = actor;
  const { name: model } = tx.ports.writer;
  const { id: _id, ...row } = generation;
  await aiGenerations.in(tx).insert({ ...row, _id, userId, apiKeyId, model });
  if (credits === 0) return;
  tx.record({
    type: 'ai.generated',
    resource: { type: 'ai', id, version: 1 },
    actor: { ...actor, type: 'ai' },
    data: { id, tenantId: tenantOf(tx), kind, pageId, month, credits },
  });
}
