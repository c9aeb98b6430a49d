import { X509Certificate } from 'node:crypto';
import { DAY_MS, readRetryAfter } from '@siteninja/core';
import { isDuplicateKey } from '@siteninja/mongo';
import { type Client, type Order } from 'acme-client';
import { type TenantCtx } from '../context';
import { type Acme, AcmeError } from './acme';
import { accountClient, forgetAccount } from './acme-account';
import { acmeChallenges, type CertificateRow, type PendingOrder, type Turn } from './certificate.model';
import { keyName } from './certificate';
import { isMissed, takeTurn } from './order-turns';
import { wantedNames } from './plan-certificate';

/** What a step has come to, to be written down together with the job's next turn. */
export interface Step {
  set: Partial<
    Pick<
      CertificateRow,
      | 'names'
      | 'chain'
      | 'encryptedKey'
      | 'expiresAt'
      | 'renewAt'
      | 'order'
      | 'turn'
      | 'failures'
      | 'nextOrderAt'
    >
  >;
  /** Null where nothing is left to do. */
  nextAt: Date | null;
  /** Why it has failed. */
  error: string | null;
  /** Why it is ordered later. */
  waitsFor: string | null;
}

const NO_REASON = { error: null, waitsFor: null };

const POLL_MS = 3_000;
/** Longer than any authority takes; then the order is given up. */
const MAX_ORDER_MS = 15 * 60_000;
/** Authorities allow a few failures of a name an hour, and count orders: none is made sooner than this. */
const MIN_PAUSE_MS = 15 * 60_000;
/** Where an authority has enough of us and does not say until when. */
const RATE_LIMIT_PAUSE_MS = 60 * 60_000;
const MAX_PAUSE_MS = 7 * DAY_MS;
/** Of the life of a certificate, after which it is renewed. */
const RENEW_AFTER = 2 / 3;

/**
 * Does the next thing that a certificate takes: order → answer the challenges → finalise → download. The authority is
 * asked each time how far the order is, so a step may be done again after a crash.
 */
export async function takeStep(ctx: TenantCtx, acme: Acme, row: CertificateRow): Promise<Step> {
  try {
    const client = await accountClient(ctx, acme);
    if (row.order === null) return await placeOrder(ctx, acme, client, row);
    return await followOrder(ctx, acme, client, row, row.order);
  } catch (error) {
    if (!(error instanceof AcmeError)) throw error;
    if (error.type === 'accountDoesNotExist') await forgetAccount(ctx, acme);
    // While the authority is down, or a step was refused for its pace, the order stays as it is.
    const isOver = error.type !== null && error.type !== 'rateLimited';
    return failed(ctx, row, error, isOver ? null : row.order);
  }
}

async function placeOrder(ctx: TenantCtx, acme: Acme, client: Client, row: CertificateRow): Promise<Step> {
  const names = await wantedNames(ctx, row.domain);
  // Once a domain leads here again, its daily check plans the next order.
  if (names.length === 0) return { set: {}, nextAt: null, ...NO_REASON };
  const known = row.turn !== null && isMissed(ctx, row.turn) ? null : row.turn;
  const turn = known ?? (await takeTurn(ctx, acme, row)) ?? inADay(ctx);
  if (turn.at > ctx.clock.now()) {
    return { set: {}, nextAt: turn.at, error: null, waitsFor: turn.waitsFor };
  }
  const order = await client.createOrder({
    identifiers: names.map((value) => ({ type: 'dns', value })),
  });
  const key = await acme.newKey();
  const encryptedKey = ctx.config.ENCRYPTION_KEY.encrypt(key, keyName(row));
  const startedAt = ctx.clock.now();
  return {
    set: { order: { url: order.url, names, encryptedKey, startedAt }, turn: null },
    nextAt: startedAt,
    ...NO_REASON,
  };
}

/** Where everybody waits for a week, turns are asked for anew each day. */
function inADay({ clock }: TenantCtx): Turn {
  return {
    at: new Date(clock.now().getTime() + DAY_MS),
    waitsFor: 'So many domains wait for a certificate that it takes more than a week.',
  };
}

async function followOrder(
  ctx: TenantCtx,
  acme: Acme,
  client: Client,
  row: CertificateRow,
  pending: PendingOrder,
): Promise<Step> {
  const order = await client.getOrder(orderAt(pending.url));
  const now = ctx.clock.now().getTime();
  const soon = { set: {}, nextAt: new Date(now + POLL_MS), ...NO_REASON };
  if (order.status === 'valid') return issued(ctx, pending, await client.getCertificate(order));
  if (order.status === 'invalid') throw await refusalOf(client, order);
  if (now - pending.startedAt.getTime() > MAX_ORDER_MS) {
    throw new AcmeError('timeout', 'The certificate authority has not decided in time.');
  }
  if (order.status === 'pending') await answerChallenges(ctx, client, row, order);
  if (order.status === 'ready') {
    const key = ctx.config.ENCRYPTION_KEY.decrypt(pending.encryptedKey, keyName(row));
    await client.finalizeOrder(order, await acme.newSigningRequest(pending.names, key));
  }
  return soon;
}

/** An order of which only the address is known. */
function orderAt(url: string): Order {
  return { url, status: 'pending', identifiers: [], authorizations: [], finalize: '' };
}

/** What the authority will look for is stored before it is told to look. */
async function answerChallenges(
  ctx: TenantCtx,
  client: Client,
  { domain }: CertificateRow,
  order: Order,
): Promise<void> {
  for (const authorization of await client.getAuthorizations(order)) {
    const challenge = authorization.challenges.find(({ type }) => type === 'http-01');
    if (authorization.status !== 'pending' || challenge?.status !== 'pending') continue;
    const keyAuthorization = await client.getChallengeKeyAuthorization(challenge);
    const row = { _id: challenge.token, domain, keyAuthorization, madeAt: ctx.clock.now() };
    await acmeChallenges
      .in(ctx)
      .insert(row)
      .catch((error: unknown) => {
        if (!isDuplicateKey(error)) throw error;
      });
    await client.completeChallenge(challenge);
  }
}

async function refusalOf(client: Client, order: Order): Promise<AcmeError> {
  const authorizations = await client.getAuthorizations(order);
  const refused = authorizations
    .flatMap(({ challenges }) => challenges)
    .find(({ error }) => error !== undefined);
  const { detail = 'The certificate authority has refused the order.' } = { ...refused?.error };
  return new AcmeError('invalid', String(detail));
}

function issued({ clock }: TenantCtx, { names, encryptedKey }: PendingOrder, chain: string): Step {
  const { validFrom, validTo } = new X509Certificate(chain);
  const from = Date.parse(validFrom);
  const expiresAt = new Date(validTo);
  const renewAt = new Date(from + (expiresAt.getTime() - from) * RENEW_AFTER);
  const nextOrderAt = new Date(clock.now().getTime() + MIN_PAUSE_MS);
  return {
    set: { names, chain, encryptedKey, expiresAt, renewAt, order: null, failures: 0, nextOrderAt },
    nextAt: renewAt > nextOrderAt ? renewAt : nextOrderAt,
    ...NO_REASON,
  };
}

function failed(
  { clock }: TenantCtx,
  row: CertificateRow,
  error: AcmeError,
  order: PendingOrder | null,
): Step {
  const now = clock.now();
  const failures = row.failures + 1;
  const backOff = Math.min(MIN_PAUSE_MS * 2 ** (failures - 1), DAY_MS);
  const unsaid = error.type === 'rateLimited' ? RATE_LIMIT_PAUSE_MS : 0;
  const asked = Math.min(readRetryAfter(error.retryAfter, now) || unsaid, MAX_PAUSE_MS);
  const nextOrderAt = new Date(now.getTime() + Math.max(backOff, asked));
  return {
    set: { order, turn: null, failures, nextOrderAt },
    nextAt: nextOrderAt,
    error: error.message.slice(0, 500),
    waitsFor: null,
  };
}
