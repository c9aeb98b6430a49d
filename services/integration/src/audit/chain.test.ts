import { createHash } from 'node:crypto';
import { newId } from '@siteninja/core';
import { appendToChain, CHAIN_START, ERASED_DETAILS, type Link, verifyEntries } from './chain';

type Entry = ReturnType<typeof appendToChain>;

const tenantId = newId();

function chainOf(length: number): Entry[] {
  const entries: Entry[] = [];
  let last = CHAIN_START;
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

const whole = chainOf(40);
const end: Link = { sequence: 40, hash: whole[39]?.hash ?? null };
/** The verdict of `verifyChain`: whether the entries lead to the head, which is stored apart from them. */
const holds = (rows: readonly Entry[], erased = false): boolean => {
  const reached = verifyEntries(rows, CHAIN_START, erased);
  return !('problem' in reached) && reached.sequence === end.sequence && reached.hash === end.hash;
};
const random = (below: number): number => Math.floor(Math.random() * below);
const at = (rows: readonly Entry[], index: number): Entry => {
  const row = rows[index];
  if (!row) throw new Error(`There is no entry ${index}.`);
  return row;
};

const erase = (row: Entry): Entry => ({ ...row, ...ERASED_DETAILS });

const TAMPERINGS: Record<string, (rows: Entry[]) => Entry[]> = {
  edit: (rows) => {
    const index = random(rows.length);
    const row = at(rows, index);
    const edits: Partial<Entry>[] = [
      { action: 'page.delete' },
      { actorType: 'system' },
      { resourceType: 'asset' },
      { occurredAt: new Date(0) },
      { _id: newId() },
      { tenantId: newId() },
      { userId: newId() },
      { apiKeyId: newId() },
      { resourceId: newId() },
      { ipAddress: '198.51.100.1' },
      { userAgent: null },
      { requestId: '' },
      { oldValue: null },
      { newValue: '{}' },
      { metadata: '{}' },
      { salt: '00' },
      { detailsHash: '0'.repeat(64) },
      { hash: '0'.repeat(64) },
      { previousHash: '0'.repeat(64) },
      erase(row),
    ];
    return rows.with(index, { ...row, ...edits[random(edits.length)] });
  },
  deletion: (rows) => rows.toSpliced(random(rows.length - 1), 1 + random(3)),
  'deletion with the rest renumbered': (rows) => {
    const index = random(rows.length - 1);
    return rows.toSpliced(index, 1).map((row, place) => ({ ...row, sequence: place + 1 }));
  },
  swap: (rows) => {
    const [one, two] = [random(20), 20 + random(20)];
    const [first, second] = [at(rows, one), at(rows, two)];
    return rows
      .with(one, { ...second, sequence: first.sequence })
      .with(two, { ...first, sequence: second.sequence });
  },
  'tail cut': (rows) => rows.slice(0, random(rows.length)),
  'entry of another chain': (rows) => rows.with(random(rows.length), at(chainOf(5), random(5))),
};

describe('the audit chain', () => {
  it('an unchanged chain is valid', () => {
    expect(holds(whole)).toBe(true);
  });

  it.each(Object.entries(TAMPERINGS))('verification detects every %s', (_name, tamper) => {
    for (let round = 0; round < 1_000; round++) expect(holds(tamper([...whole]))).toBe(false);
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
    const [one, two] = [at(whole, 0), at(chainOf(1), 0)];
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
