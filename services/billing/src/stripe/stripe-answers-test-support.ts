/** The lookup keys of its prices, in cents. */
export const PRICES: Record<string, number> = {
  free_month: 0,
  starter_month: 900,
  starter_year: 9_000,
  pro_month: 2_900,
  pro_year: 29_000,
  business_month: 9_900,
};

export function pricesOf(lookupKey: string) {
  return lookupKey in PRICES ? [{ id: `price_${lookupKey}`, lookup_key: lookupKey }] : [];
}

/** Answers in Stripe's form. */
export function found(body: unknown) {
  return { status: 200, body };
}

export function foundOr404(body: unknown) {
  const missing = { type: 'invalid_request_error', code: 'resource_missing', message: 'No such thing.' };
  return body === undefined ? refusal(404, missing) : found(body);
}

export function cardDeclined() {
  return refusal(402, { type: 'card_error', code: 'card_declined', message: 'Your card was declined.' });
}

export function refusal(status: number, error: Record<string, string>) {
  return { status, body: { error } };
}

export const DOWN = refusal(500, { type: 'api_error', message: 'We are down.' });
