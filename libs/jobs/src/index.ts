export { jobCollections } from './collection';
export { defineJob, definePeriodicJob, type Job, type JobKind, jobKind, type JobRun } from './job';
export { definePagedJobs, pageAfter } from './paged';
export { type RunOutcome } from './run';
export { cancel, findScheduled, jobIdOf, schedule } from './schedule';
export { type JobWorker, startJobWorker } from './worker';
