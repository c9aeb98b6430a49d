import { deserialize, serialize } from 'node:v8';
import { type Ctx, DomainError, invalid, isObject, type KeyRing, newId } from '@siteninja/core';
import { type Claim, type IdempotencyKeys, type Outcome } from '@siteninja/http';
import { isDuplicateKey } from '@siteninja/mongo';
import { type IdempotencyKeyRow, idempotencyKeys } from './collection';

/** A process that has not answered for so long is taken for dead. */
const LEASE_MS = 60_000;

/** Keeps keys in the service's own database, so that what a request did and that it did it are one transaction. */
export function databaseKeys(keyRing: KeyRing): IdempotencyKeys {
  return {
    claim: async (ctx, id, fingerprint) => {
      const claim = newId();
      if (await insert(ctx, { id, fingerprint, claim }))
        return new OwnClaim(ctx, keyRing, { id, claim, results: [] });
      const row = await idempotencyKeys.in(ctx).findOne({ _id: id });
      if (!row) throw inProgress();
      if (row.fingerprint !== fingerprint) throw reused();
      if (row.outcome !== null) return decrypted<Outcome>(keyRing, id, row.outcome);
      const results = await takeOver(ctx, row, claim);
      return new OwnClaim(ctx, keyRing, { id, claim, results });
    },
  };
}

async function insert(
  ctx: Ctx,
  { id, fingerprint, claim }: { id: string; fingerprint: string; claim: string },
): Promise<boolean> {
  const tenant = ctx.tenantId === null ? {} : { tenantId: ctx.tenantId };
  const row = { ...tenant, fingerprint, claim, leaseUntil: leaseFrom(ctx), results: [], outcome: null };
  try {
    await idempotencyKeys.in(ctx).insert({ _id: id, ...row });
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
}

/** @throws conflict while the attempt that has the request may still be alive, or another was faster */
async function takeOver(ctx: Ctx, { _id, claim: old }: IdempotencyKeyRow, claim: string): Promise<string[]> {
  const taken = await idempotencyKeys
    .in(ctx)
    .updateOne(
      { _id, claim: old, outcome: null, leaseUntil: { $lte: ctx.clock.now() } },
      { $set: { claim, leaseUntil: leaseFrom(ctx) } },
    );
  if (!taken) throw inProgress();
  return taken.results;
}

function leaseFrom(ctx: Ctx): Date {
  return new Date(ctx.clock.now().getTime() + LEASE_MS);
}

class OwnClaim implements Claim {
  readonly #ctx: Ctx;
  readonly #keyRing: KeyRing;
  readonly #id: string;
  readonly #claim: string;
  readonly #results: readonly string[];
  #begun = 0;

  constructor(ctx: Ctx, keyRing: KeyRing, row: { id: string; claim: string; results: readonly string[] }) {
    this.#ctx = ctx;
    this.#keyRing = keyRing;
    this.#id = row.id;
    this.#claim = row.claim;
    this.#results = row.results;
  }

  readonly effects = {
    next: () => {
      const known = this.#results[this.#begun];
      this.#begun += 1;
      if (known !== undefined) return { result: decrypted(this.#keyRing, this.#id, known) };
      return { keep: (tx: Ctx, result: unknown) => this.#keep(tx, result) };
    },
  };

  hasUnreadResults(): boolean {
    return this.#begun < this.#results.length;
  }

  /** @throws conflict where another attempt has taken the request over: the transaction then changes nothing */
  async #keep(tx: Ctx, result: unknown): Promise<void> {
    const text = encrypted(this.#keyRing, this.#id, result);
    const kept = await idempotencyKeys
      .in(tx)
      .updateOne({ _id: this.#id, claim: this.#claim }, { $push: { results: text } });
    if (!kept) throw inProgress();
  }

  async finish(outcome: Outcome): Promise<void> {
    const text = encrypted(this.#keyRing, this.#id, outcome);
    await idempotencyKeys
      .in(this.#ctx)
      .updateOne(
        { _id: this.#id, claim: this.#claim },
        { $set: { outcome: text, results: [], ...tenantOfAnswer(this.#ctx, outcome) } },
      );
  }

  /** What a transaction has changed stays known; where there was none the request has left no trace. */
  async release(): Promise<void> {
    const keys = idempotencyKeys.in(this.#ctx);
    const own = { _id: this.#id, claim: this.#claim };
    if ((await keys.delete({ ...own, results: [] })) > 0) return;
    await keys.updateOne(own, { $set: { leaseUntil: this.#ctx.clock.now() } });
  }
}

/** The answer to what makes a tenant goes with that tenant. */
function tenantOfAnswer(ctx: Ctx, outcome: Outcome): { tenantId?: string } {
  if (ctx.tenantId !== null || !('answer' in outcome)) return {};
  const data: unknown = JSON.parse(outcome.answer.json ?? 'null');
  return isObject(data) && typeof data.tenantId === 'string' ? { tenantId: data.tenantId } : {};
}

/** By structured clone, as a transaction may give dates. The id binds the text to its request. */
function encrypted(keyRing: KeyRing, id: string, value: unknown): string {
  return keyRing.encrypt(serialize(value).toString('base64'), id);
}

function decrypted<T>(keyRing: KeyRing, id: string, text: string): T {
  // eslint-disable-next-line @typescript-eslint/no-unsafe-return -- only what `encrypted` made decrypts, under its own id
  return deserialize(Buffer.from(keyRing.decrypt(text, id), 'base64'));
}

function inProgress(): DomainError {
  return new DomainError(
    'conflict',
    'idempotency.in_progress',
    'A request with this Idempotency-Key is still being processed.',
    { headers: { 'Retry-After': '1' } },
  );
}

function reused(): DomainError {
  const message = 'This Idempotency-Key was sent with another request. Use a new key for each request.';
  return invalid([{ field: 'Idempotency-Key', message }]);
}
