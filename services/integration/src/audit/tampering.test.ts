import { newId } from '@siteninja/core';
import { appendToChain, CHAIN_START, type ChainedEntry, ERASED_DETAILS, type Link } from './chain';
import { at, chainOf } from './chain-test-support';
import { type StoredChain, type Verdict, verifyStored } from './verify-chain';

/** All that whoever can write to the database of the audit log can change. */
interface Stored {
  rows: ChainedEntry[];
  head: Link;
}

const LENGTH = 200;
const CHECKPOINT = 180;
const tenantId = newId();
const whole = chainOf(tenantId, LENGTH);
/** Kept by another service. */
const checkpoint = { start: CHAIN_START, cutAt: null, end: at(whole, CHECKPOINT - 1) };

function verdictOn({ rows, head }: Stored): Promise<Verdict> {
  const sorted = rows.toSorted((one, other) => one.sequence - other.sequence);
  const chain: StoredChain = {
    head,
    newest: sorted.at(-1)?.sequence ?? 0,
    erased: false,
    entries: (after, upTo) =>
      Promise.resolve(sorted.filter(({ sequence }) => sequence > after && sequence <= upTo)),
  };
  return verifyStored(chain, checkpoint, new Date());
}

const random = (below: number): number => Math.floor(Math.random() * below);
/** As if nothing had ever been behind these entries. */
const upTo = (rows: ChainedEntry[]): Stored => ({ rows, head: at(rows, -1) });
/** Every hash from an entry on made anew, which takes no secret. */
function rehashed(rows: readonly ChainedEntry[], from: number): ChainedEntry[] {
  const made = rows.slice(0, from);
  for (const row of rows.slice(from)) {
    made.push(appendToChain(row, tenantId, made.at(-1) ?? { sequence: 0, hash: null }));
  }
  return made;
}

function edit(rows: readonly ChainedEntry[], index = random(rows.length)): ChainedEntry[] {
  const changes: Partial<ChainedEntry>[] = [
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
    { sequence: -random(10) },
    ERASED_DETAILS,
  ];
  return rows.with(index, { ...at(rows, index), ...changes[random(changes.length)] });
}

function swap(rows: readonly ChainedEntry[]): ChainedEntry[] {
  const [one, two] = [random(100), 100 + random(100)];
  const [first, second] = [at(rows, one), at(rows, two)];
  return rows
    .with(one, { ...second, sequence: first.sequence })
    .with(two, { ...first, sequence: second.sequence });
}

const head = at(whole, -1);
const TAMPERINGS: Record<string, () => Stored> = {
  edit: () => ({ rows: edit(whole), head }),
  deletion: () => ({ rows: whole.toSpliced(random(LENGTH), 1 + random(3)), head }),
  swap: () => ({ rows: swap(whole), head }),
  'tail cut': () => ({ rows: whole.slice(0, random(LENGTH)), head }),
  'tail cut with its head set back': () => upTo(whole.slice(0, 1 + random(CHECKPOINT - 1))),
  'head set back alone': () => ({ rows: whole, head: at(whole, random(LENGTH - 1)) }),
  'edit with all hashes after it made anew': () => {
    const index = random(CHECKPOINT);
    const changed = whole.with(index, { ...at(whole, index), newValue: '{"title":"Forged"}' });
    return upTo(rehashed(changed, index));
  },
  'deletion with all hashes after it made anew': () => {
    const index = random(CHECKPOINT);
    return upTo(rehashed(whole.toSpliced(index, 1), index));
  },
  'tail cut that was filled up with others': () => {
    const kept = whole.slice(0, 1 + random(CHECKPOINT - 1));
    return upTo([...kept, ...chainOf(tenantId, LENGTH - kept.length, at(kept, -1))]);
  },
  'entry before the first': () => ({
    rows: [{ ...at(whole, random(LENGTH)), sequence: -random(10) }, ...whole],
    head,
  }),
  'entry behind the last': () => ({ rows: [...whole, ...chainOf(tenantId, 1, head)], head }),
  'entry of another chain': () => ({
    rows: whole.with(random(LENGTH), { ...at(chainOf(newId(), 1), 0), sequence: 1 + random(LENGTH) }),
    head,
  }),
};
const ROUNDS_EACH = Math.ceil(1_000 / Object.keys(TAMPERINGS).length);

describe('an audit log that somebody has tampered with who can write to its database', () => {
  it('is valid as long as nobody has', async () => {
    expect(await verdictOn({ rows: whole, head })).toEqual({ valid: true, entries: LENGTH });
  });

  it.each(Object.entries(TAMPERINGS))('is found by each of many %s', async (_name, tamper) => {
    for (let round = 0; round < ROUNDS_EACH; round++) {
      const verdict = await verdictOn(tamper());
      expect(verdict.valid).toBe(false);
    }
  });
});
