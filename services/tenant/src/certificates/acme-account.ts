import { isDuplicateKey } from '@siteninja/mongo';
import { type Client } from 'acme-client';
import { type TenantCtx } from '../context';
import { type Acme } from './acme';
import { type AcmeAccountRow, acmeAccounts } from './certificate.model';

/**
 * Speaks for this installation's account, which is made at the first use. Processes that make it at once have the same
 * key, of which the authority makes one account.
 * @throws AcmeError
 */
export async function accountClient(ctx: TenantCtx, acme: Acme): Promise<Client> {
  const account = await findOrMake(ctx, acme);
  const key = ctx.config.ENCRYPTION_KEY.decrypt(account.encryptedKey, nameOf(account));
  if (account.url !== null) return acme.clientFor(key, account.url);
  const client = await acme.clientFor(key);
  const email = ctx.config.ACME_EMAIL;
  await client.createAccount({
    termsOfServiceAgreed: true,
    ...(email === undefined ? {} : { contact: [`mailto:${email}`] }),
  });
  await keepUrl(ctx, acme, client.getAccountUrl());
  return client;
}

/** The authority does not know the account any more: the next use makes it anew, with the same key. */
export function forgetAccount(ctx: TenantCtx, acme: Acme): Promise<void> {
  return keepUrl(ctx, acme, null);
}

async function keepUrl(ctx: TenantCtx, { directoryUrl }: Acme, url: string | null): Promise<void> {
  await acmeAccounts.in(ctx).updateMany({ _id: directoryUrl }, { $set: { url } });
}

async function findOrMake(ctx: TenantCtx, acme: Acme): Promise<AcmeAccountRow> {
  const rows = acmeAccounts.in(ctx);
  const _id = acme.directoryUrl;
  const known = await rows.findOne({ _id });
  if (known) return known;
  const encryptedKey = ctx.config.ENCRYPTION_KEY.encrypt(await acme.newKey(), nameOf({ _id }));
  try {
    return await rows.insert({ _id, encryptedKey, url: null, turnsLock: 0 });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    return rows.get(_id);
  }
}

function nameOf({ _id }: Pick<AcmeAccountRow, '_id'>): string {
  return `acme account ${_id}`;
}

/** @throws where no key of the ring decrypts it */
export async function renewAccountKey(ctx: TenantCtx): Promise<void> {
  for (const account of await acmeAccounts.in(ctx).find({})) {
    const { _id, encryptedKey } = account;
    const renewed = ctx.config.ENCRYPTION_KEY.renew(encryptedKey, nameOf(account));
    if (renewed === encryptedKey) continue;
    await acmeAccounts.in(ctx).updateMany({ _id, encryptedKey }, { $set: { encryptedKey: renewed } });
  }
}
