import { DomainError, invalid } from '@siteninja/core';
import Stripe from 'stripe';
import { declined } from './payments';

export interface StripeSettings {
  secretKey: string;
  webhookSecret: string;
  /** An origin. */
  apiBase: string;
}

/** Of one attempt; Stripe's own SDK tries once more, with the same idempotency key. */
const TIMEOUT_MS = 10_000;
const RETRIES = 1;
const RETRY_AFTER_SECONDS = '10';
/** Seconds that a webhook may be old: one that somebody has kept is worth nothing later. */
const TOLERANCE_SECONDS = 300;

/** Stripe's SDK, with its errors in the product's words. */
export class StripeClient {
  readonly #stripe: Stripe;
  readonly #webhookSecret: string;

  constructor({ secretKey, webhookSecret, apiBase }: StripeSettings) {
    const { protocol, hostname, port } = new URL(apiBase);
    const isPlain = protocol === 'http:';
    this.#webhookSecret = webhookSecret;
    this.#stripe = new Stripe(secretKey, {
      protocol: isPlain ? 'http' : 'https',
      host: hostname,
      port: port === '' ? (isPlain ? 80 : 443) : Number(port),
      timeout: TIMEOUT_MS,
      maxNetworkRetries: RETRIES,
      telemetry: false,
    });
  }

  /** @throws payment_required `payment.declined`, invalid for a means of payment, unavailable */
  async ask<Answer>(question: (stripe: Stripe) => Promise<Answer>): Promise<Answer> {
    try {
      return await question(this.#stripe);
    } catch (error) {
      throw error instanceof Stripe.errors.StripeError ? translated(error) : error;
    }
  }

  /** The same, and null where Stripe knows nothing of that id. */
  async find<Answer>(question: (stripe: Stripe) => Promise<Answer>): Promise<Answer | null> {
    return this.ask((stripe) =>
      question(stripe).catch((error: unknown) => {
        if (error instanceof Stripe.errors.StripeInvalidRequestError && error.code === 'resource_missing')
          return null;
        throw error;
      }),
    );
  }

  /**
   * Stripe stamps its webhooks by the time of the world: the machine's clock judges them, not the product's.
   * @param payload byte for byte as it came
   * @throws malformed where it was not signed with our secret in the last five minutes
   */
  readEvent(payload: string, signature: string): Stripe.Event {
    try {
      const { webhooks } = this.#stripe;
      return webhooks.constructEvent(payload, signature, this.#webhookSecret, TOLERANCE_SECONDS);
    } catch (cause) {
      throw wrongSignature(cause);
    }
  }
}

export function wrongSignature(cause?: unknown): DomainError {
  const message = 'Stripe has not signed this body in the last five minutes.';
  return new DomainError('malformed', 'payment.signature_invalid', message, { cause });
}

function translated(error: Stripe.errors.StripeError): DomainError {
  if (error instanceof Stripe.errors.StripeCardError) return declined(error);
  const isRefused = error instanceof Stripe.errors.StripeInvalidRequestError;
  if (isRefused && /payment[ _](method|source)/.test(`${error.param ?? ''} ${error.message}`)) {
    const message = 'Stripe cannot use this payment method: name another, or pay at POST /checkout.';
    return invalid([{ field: 'paymentMethod', message }]);
  }
  return unavailable('The payment provider does not answer. Try again.', error);
}

export function unavailable(message: string, cause?: unknown): DomainError {
  return new DomainError('unavailable', 'payment.unavailable', message, {
    headers: { 'Retry-After': RETRY_AFTER_SECONDS },
    cause,
  });
}
