import { newId } from '@siteninja/core';
import { type IntegrationCtx } from '../context';
import { REFUSED_ADDRESS } from '../outbound/outbound-client';
import { signatureHeaders, signerOf } from '../webhooks/signing';
import { type WebhookRow } from '../webhooks/webhook.model';
import { type DeliveryRow } from './delivery.model';

/** A delivery that this process has claimed, and what it takes to send it. */
export interface ClaimedDelivery {
  row: DeliveryRow;
  webhook: WebhookRow;
  body: string;
}

/** What became of one attempt. */
export interface Outcome {
  /** Of its row in the log. */
  id: string;
  row: DeliveryRow;
  webhook: WebhookRow;
  isSuccess: boolean;
  responseStatus: number | null;
  responseBody: string | null;
  errorMessage: string | null;
  retryAfter: string | null;
  durationMs: number;
}

/** Sends a delivery once. Never rejects. */
export async function attempt(
  ctx: IntegrationCtx,
  { row, webhook, body }: ClaimedDelivery,
): Promise<Outcome> {
  const startedAt = performance.now();
  const outcome = (told: Pick<Outcome, 'isSuccess'> & Partial<Outcome>): Outcome => ({
    id: newId(),
    row,
    webhook,
    responseStatus: null,
    responseBody: null,
    errorMessage: null,
    retryAfter: null,
    durationMs: Math.round(performance.now() - startedAt),
    ...told,
  });
  try {
    const answer = await ctx.ports.outbound.post(webhook.url, headersOf(ctx, row, webhook, body), body);
    const isSuccess = answer.status >= 200 && answer.status < 300;
    return outcome({
      isSuccess,
      responseStatus: answer.status,
      responseBody: answer.body,
      retryAfter: answer.retryAfter,
      errorMessage: isSuccess ? null : `The answer was ${answer.status}.`,
    });
  } catch (error) {
    return outcome({ isSuccess: false, errorMessage: reasonOf(error) });
  }
}

function headersOf(ctx: IntegrationCtx, row: DeliveryRow, webhook: WebhookRow, body: string) {
  const timestamp = Math.floor(Date.now() / 1_000);
  const signer = signerOf(ctx.config.ENCRYPTION_KEY, webhook, ctx.clock.now());
  return {
    'content-type': 'application/json',
    'user-agent': 'SiteNinja-Webhooks/1.0',
    'x-webhook-event': row.eventType,
    ...signatureHeaders({ id: row.eventId, timestamp, body }, signer),
  };
}

const REASONS: Readonly<Record<string, string>> = {
  [REFUSED_ADDRESS]: 'The host leads to an address that is not public.',
  ENOTFOUND: 'The host is not known.',
  EAI_AGAIN: 'The host could not be looked up.',
  ECONNREFUSED: 'The connection was refused.',
  ECONNRESET: 'The connection was broken off.',
  UND_ERR_SOCKET: 'The connection was broken off.',
  UND_ERR_CONNECT_TIMEOUT: 'There was no connection in time.',
  CERT_HAS_EXPIRED: 'The certificate has expired.',
};

/** In words of our own: the error itself may name addresses of this network. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'It could not be sent.';
  if (error.name === 'TimeoutError') return 'There was no answer within 15 s.';
  const code: unknown = 'code' in error ? error.code : undefined;
  if (typeof code !== 'string') return 'It could not be sent.';
  return REASONS[code] ?? `It could not be sent (${code}).`;
}
