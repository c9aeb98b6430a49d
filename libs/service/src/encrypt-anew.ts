import { type Ctx, type KeyRing } from '@siteninja/core';
import { definePagedJobs, type Job, pageAfter } from '@siteninja/jobs';

type RingCtx = Ctx & { readonly config: { readonly ENCRYPTION_KEY: KeyRing } };

/** Rows of a service that hold encrypted texts. */
export interface EncryptedRows<C, R> {
  /** Rows behind an id, by id. */
  find(ctx: C, after: string, limit: number): Promise<R[]>;
  /**
   * Encrypts what of the row is outdated with the key in use; nothing, where the row has changed meanwhile.
   * @throws where no key of the ring decrypts it
   */
  renew(ctx: C, row: R, ring: KeyRing): Promise<void>;
}

const EVERY_SECONDS = 60 * 60;
const PAGE_SIZE = 100;

/**
 * While `ENCRYPTION_KEY` holds several keys, all rows are looked through every hour, a page in each run, so that an
 * older key can be dropped. The log says when none needs it.
 */
export function encryptAnewJobs<C extends RingCtx, R extends { _id: string }>(
  rows: EncryptedRows<C, R>,
): Job<C>[] {
  return definePagedJobs<C>({
    name: 'secrets.renew',
    everySeconds: EVERY_SECONDS,
    isDue: ({ config }) => config.ENCRYPTION_KEY.hasOlderKeys,
    perform: async (ctx, after) => {
      const found = await rows.find(ctx, after, PAGE_SIZE);
      for (const row of found) await renewOrTell(ctx, rows, row);
      const next = pageAfter(found, PAGE_SIZE);
      if (next === null)
        ctx.log.info('nothing of this service needs an older ENCRYPTION_KEY, unless an error says so');
      return next;
    },
  });
}

/** What cannot be decrypted is lost already, and holds the others up no longer than this. */
async function renewOrTell<C extends RingCtx, R extends { _id: string }>(
  ctx: C,
  rows: EncryptedRows<C, R>,
  row: R,
): Promise<void> {
  try {
    await rows.renew(ctx, row, ctx.config.ENCRYPTION_KEY);
  } catch (error) {
    ctx.log.error('a secret could not be encrypted anew', { id: row._id, error });
  }
}
