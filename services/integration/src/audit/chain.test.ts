import { createHash } from 'node:crypto';
import { newId } from '@siteninja/core';
import {
  appendToChain,
  CHAIN_START,
  type ChainedEntry,
  ERASED_DETAILS,
  type Link,
  verifyEntries,
} from './chain';
import { at, chainOf } from './chain-test-support';

const tenantId = newId();
const whole = chainOf(tenantId, 40);
const end: Link = { sequence: 40, hash: whole[39]?.hash ?? null };
/** The verdict of `verifyChain`: whether the entries lead to the head, which is stored apart from them. */
const holds = (rows: readonly ChainedEntry[], erased = false): boolean => {
  const reached = verifyEntries(rows, CHAIN_START, erased);
  return !('problem' in reached) && reached.sequence === end.sequence && reached.hash === end.hash;
};
const erase = (row: ChainedEntry): ChainedEntry => ({ ...row, ...ERASED_DETAILS });

describe('the audit chain', () => {
  it('an unchanged chain is valid', () => {
    expect(holds(whole)).toBe(true);
  });

  it('verification says where the chain is broken', () => {
    const edited = whole.with(6, { ...at(whole, 6), action: 'page.delete' });
    expect(verifyEntries(edited, CHAIN_START, false)).toEqual({ sequence: 7, problem: 'changed' });
    expect(verifyEntries(whole.toSpliced(9, 1), CHAIN_START, false)).toEqual({
      sequence: 10,
      problem: 'missing',
    });
  });

  it('the chain of an erased tenant is valid and names nobody', () => {
    const erased = whole.map(erase);
    expect(holds(erased, true)).toBe(true);
    expect(holds(erased, false)).toBe(false);
    const text = JSON.stringify(erased);
    for (const { userId, resourceId, salt } of whole) {
      for (const gone of [userId, resourceId, salt, '203.0.113.7', 'Version'])
        expect(text).not.toContain(gone);
    }
    const edited = erased.with(3, { ...at(erased, 3), action: 'page.delete' });
    expect(holds(edited, true)).toBe(false);
  });

  it('equal details have different digests, so that erased ones cannot be guessed', () => {
    const [one, two] = [at(whole, 0), at(chainOf(tenantId, 1), 0)];
    const same = { ...two, userId: one.userId, resourceId: one.resourceId };
    expect(appendToChain(same, tenantId, CHAIN_START).detailsHash).not.toBe(
      appendToChain(same, tenantId, CHAIN_START).detailsHash,
    );
  });

  it('the hash is SHA-256 over the entry and the hash before it', () => {
    const { _id, occurredAt, detailsHash, hash } = at(whole, 1);
    const core = [tenantId, 2, _id, occurredAt.toISOString(), 'page.update', 'user', 'page'];
    const text = JSON.stringify([...core, detailsHash, at(whole, 0).hash]);
    expect(hash).toBe(createHash('sha256').update(text).digest('hex'));
  });
});
