import { readGauge } from '@siteninja/http';
import { Histogram, type Registry } from 'prom-client';
import { type IntegrationCtx } from '../context';
import { type Outcome } from './attempt';
import { countDue } from './claim';

/** Up to the deadline of an attempt. */
const BUCKETS_SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15];

/** What is told of webhooks. @returns what is told of each attempt */
export function deliveryMetrics(ctx: IntegrationCtx, registry: Registry): (outcome: Outcome) => void {
  const attempts = new Histogram({
    name: 'siteninja_webhook_attempt_duration_seconds',
    help: 'Attempts to deliver to webhooks and how long they took, by outcome (delivered, refused, unreachable).',
    labelNames: ['outcome'],
    buckets: BUCKETS_SECONDS,
    registers: [registry],
  });
  const due = {
    name: 'siteninja_webhook_deliveries_due',
    help: 'Deliveries to webhooks that could be attempted now, of all processes together.',
  };
  readGauge(registry, due, () => countDue(ctx));
  return ({ isSuccess, responseStatus, durationMs }) => {
    const failure = responseStatus === null ? 'unreachable' : 'refused';
    attempts.observe({ outcome: isSuccess ? 'delivered' : failure }, durationMs / 1_000);
  };
}
