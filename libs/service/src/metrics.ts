import { type ConsumerOutcome, type DeadLetterMonitor, type Relay } from '@siteninja/events';
import { readGauge } from '@siteninja/http';
import { type JobWorker, type RunOutcome } from '@siteninja/jobs';
import { Counter, Histogram, type Registry } from 'prom-client';

/** From what is published at once to what waited for a broker. */
const DELAY_BUCKETS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 15, 60, 300, 3_600];

/** What a process counts of its own work behind the requests. */
export function workMetrics(registry: Registry) {
  const registers = [registry];
  const published = new Histogram({
    name: 'siteninja_event_publish_delay_seconds',
    help: 'Events that the broker has confirmed, and the time since they were recorded.',
    buckets: DELAY_BUCKETS_SECONDS,
    registers,
  });
  const consumed = new Counter({
    name: 'siteninja_consumed_events_total',
    help: 'What became of events, by consumer and outcome (handled, retried, dead_lettered).',
    labelNames: ['consumer', 'outcome'],
    registers,
  });
  const runs = new Counter({
    name: 'siteninja_job_runs_total',
    help: 'Runs of jobs, by kind and outcome (completed, retried, parked, lost).',
    labelNames: ['kind', 'outcome'],
    registers,
  });
  return {
    onPublished: (delayMs: number): void => published.observe(delayMs / 1_000),
    onOutcome: (consumer: string, outcome: ConsumerOutcome, events: number): void =>
      consumed.inc({ consumer, outcome }, events),
    onRun: (kind: string, outcome: RunOutcome): void => runs.inc({ kind, outcome }),
  };
}

/** What tells of the work that waits. */
export interface Backlogs {
  relay: Pick<Relay, 'facts'>;
  jobs: Pick<JobWorker, 'facts'>;
  /** Null without a broker. */
  deadLetters: DeadLetterMonitor | null;
}

/** What waits in the service's database and queues: each of its processes tells the same. */
export function mountBacklogs(registry: Registry, { relay, jobs, deadLetters }: Backlogs): void {
  const gauge = (name: string, help: string, read: Parameters<typeof readGauge>[2], label?: string): void =>
    readGauge(registry, { name, help, ...(label === undefined ? {} : { label }) }, read);
  gauge(
    'siteninja_outbox_events',
    'Events in the outbox of the service.',
    async () => (await relay.facts()).waiting,
  );
  gauge(
    'siteninja_outbox_oldest_event_age_seconds',
    'How long the oldest event in the outbox has waited; 0 where none does.',
    async () => (await relay.facts()).backlogSeconds,
  );
  gauge(
    'siteninja_jobs_overdue_seconds',
    'How long the job that has waited longest could have been running.',
    async () => (await jobs.facts()).overdueSeconds,
  );
  gauge(
    'siteninja_jobs_parked',
    'Jobs whose retries are used up, by kind; at most 100 in all.',
    async () => countsOf((await jobs.facts()).parked),
    'kind',
  );
  if (!deadLetters) return;
  gauge(
    'siteninja_dead_letters',
    'Messages that wait for a person, by queue; at most 30 s old.',
    () => deadLetters.nonEmpty(),
    'queue',
  );
}

function countsOf(words: readonly string[]): [word: string, count: number][] {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts];
}
