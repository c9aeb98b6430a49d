import { defineSignal } from '@siteninja/mongo';

/** Tells the dispatcher of this process that deliveries were committed. */
export const deliveriesEnqueued = defineSignal('siteninja.delivery_enqueued');
