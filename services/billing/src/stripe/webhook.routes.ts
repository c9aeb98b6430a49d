import { ensure } from '@siteninja/core';
import { ok, readBytes } from '@siteninja/http';
import { s } from '@siteninja/schema';
import { route } from '../context';
import { wrongSignature } from '../payments/stripe-client';
import { handleEvent } from './handle-event';

/** The largest events of Stripe have some hundred lines of an invoice. */
const MAX_EVENT_BYTES = 512 * 1024;

const signedEvent = s.object({
  payload: s.string({ min: 0, max: MAX_EVENT_BYTES, exact: true }),
  signature: s.string({ min: 0, max: 4_000 }),
});

export const stripeRoutes = [
  route({
    method: 'post',
    path: '/billing/stripe/webhook',
    summary: 'Be told by Stripe what has been paid',
    description:
      'For Stripe alone, which signs each event (`Stripe-Signature`); the signature is good for five minutes. Events may come in any order, and again. Those that mean nothing here are answered with 200 too.',
    allow: 'public',
    bodyLimit: MAX_EVENT_BYTES,
    bodyType: 'application/json; charset=utf-8',
    bodySchema: { type: 'object', additionalProperties: true },
    // What is signed is bytes, not what they mean: they are kept as they came until the signature is checked.
    parseBody: async (_ctx, request) => ({
      body: {
        payload: (await readBytes(request, MAX_EVENT_BYTES)).toString('utf8'),
        signature: String(request.headers['stripe-signature'] ?? ''),
      },
      discard: () => Promise.resolve(),
    }),
    body: signedEvent,
    returns: ok(s.object({ received: s.boolean() })),
    operationId: 'receiveStripeEvent',
    etag: false,
    emits: [
      'subscription.created',
      'subscription.updated',
      'subscription.past_due',
      'subscription.cancelled',
      'invoice.paid',
      'invoice.failed',
    ],
    errors: ['payment.signature_invalid', 'payment.unavailable'],
    handle: async (ctx, { body }) => {
      const { stripe } = ctx.ports;
      ensure(stripe, () => wrongSignature());
      await handleEvent(ctx, stripe, stripe.readEvent(body.payload, body.signature));
      return { received: true };
    },
  }),
];
