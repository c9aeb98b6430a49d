import { defineSignal } from '@siteninja/mongo';

/** Tells the relay of this process that events were committed. */
export const eventsRecorded = defineSignal('siteninja.event_recorded');
