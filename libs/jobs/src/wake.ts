import { defineSignal } from '@siteninja/mongo';

/** Tells the workers of this process that a job was committed. */
export const jobScheduled = defineSignal<[dueAt: Date]>('siteninja.job_scheduled');
