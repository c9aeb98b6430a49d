import { globalCollection } from '@siteninja/mongo';
import { s } from '@siteninja/schema';

const DAY_SECONDS = 24 * 3_600;

/** The ledger of what Stripe has told, so that a repetition costs one look-up. Stripe repeats for three days. */
export const stripeEvents = globalCollection({
  name: 'stripeEvents',
  fields: { eventId: s.string(), type: s.string(), handledAt: s.dateTime() },
  indexes: [
    {
      fields: { eventId: 1 },
      unique: true,
      serves: 'an event is handled once',
      conflict: { code: 'stripe_event.exists', field: 'eventId' },
    },
    {
      fields: { handledAt: 1 },
      expiresAfterSeconds: 30 * DAY_SECONDS,
      serves: 'events that nobody repeats any more are forgotten',
    },
  ],
});
