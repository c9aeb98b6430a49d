import { type AnswerOf, calls } from '@siteninja/contracts';
import { newId } from '@siteninja/core';
import { stubCall, type StubbedCall } from '@siteninja/testing';
import { appendToChain, CHAIN_START, type ChainedEntry, type Link } from './chain';

/** A chain of so many entries, or what is appended to one that is there. */
export function chainOf(tenantId: string, length: number, start: Link = CHAIN_START): ChainedEntry[] {
  const entries: ChainedEntry[] = [];
  let last = start;
  for (let index = 0; index < length; index++) {
    const entry = appendToChain(
      {
        _id: newId(),
        occurredAt: new Date(1_700_000_000_000 + index),
        action: 'page.update',
        actorType: 'user',
        resourceType: 'page',
        userId: newId(),
        apiKeyId: null,
        resourceId: newId(),
        ipAddress: '203.0.113.7',
        userAgent: 'test',
        requestId: `r${index}`,
        oldValue: JSON.stringify({ title: `Version ${index}` }),
        newValue: JSON.stringify({ title: `Version ${index + 1}` }),
        metadata: null,
      },
      tenantId,
      last,
    );
    entries.push(entry);
    last = entry;
  }
  return entries;
}

/** @throws where there is none */
export function at(rows: readonly ChainedEntry[], index: number): ChainedEntry {
  const row = rows.at(index);
  if (!row) throw new Error(`There is no entry ${index}.`);
  return row;
}

/** What the service tenant keeps of a chain. */
type Kept = AnswerOf<typeof calls.getAuditCheckpoint>;

/** Stands in for the service tenant, which keeps checkpoints. */
export function stubCheckpoints(
  kept = new Map<string, Partial<Kept>>(),
  keptDays: () => number | null = () => null,
): StubbedCall[] {
  const of = (chain: string): Kept => ({
    ...{ start: null, cutAt: null, end: null, keptDays: keptDays() },
    ...kept.get(chain),
  });
  return [
    stubCall(calls.getAuditCheckpoint, ({ params }) => of(params.chain)),
    stubCall(
      calls.keepAuditCheckpoint,
      ({ params: { chain }, body }) => void kept.set(chain, { ...kept.get(chain), ...body }),
    ),
    stubCall(calls.moveAuditStart, ({ params: { chain }, body }) => {
      kept.set(chain, { ...kept.get(chain), ...body });
      return body;
    }),
  ];
}
