import { type ServerResponse } from 'node:http';
import { inTime } from '@siteninja/core';
import { type Express, type Request, type RequestHandler } from 'express';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { ROUTE_HEADER } from './routing/pipeline';
import { type CallOutcome } from './service-client';

/**
 * A registry for each service, also where several share a process: each port tells of its own service. No label holds an
 * id, a host or a path that clients choose, so that the number of series is bounded.
 */
export function createRegistry(service: string): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  return registry;
}

/**
 * `GET /metrics`, for Prometheus, without an identity as `/health` is. What Node tells of the process is measured from
 * the first scrape on: where nobody scrapes it costs nothing.
 */
export function mountMetrics(app: Express, registry: Registry): void {
  let isMeasured = false;
  app.get('/metrics', async (_request, response) => {
    if (!isMeasured) collectDefaultMetrics({ register: registry });
    isMeasured = true;
    const text = await registry.metrics();
    response.setHeader('Content-Type', registry.contentType);
    response.end(text);
  });
}

const KNOWN_METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
const WHERE = { route: 'route pattern', upstream: 'upstream' } as const;

/**
 * Counts and times requests until their answer is sent, by method, class of status and one label more.
 * @param label its name; what it says of a request is asked for when that is over, and must be one of few words
 * @returns what begins to measure a request
 */
export function measureRequests(registry: Registry, label: keyof typeof WHERE) {
  const inFlight = new Gauge({
    name: 'http_requests_in_flight',
    help: 'Requests that have begun and are not answered yet.',
    registers: [registry],
  });
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: `Requests and how long they took until their answer was sent, by ${WHERE[label]}, method and class of status.`,
    labelNames: [label, 'method', 'status'],
    registers: [registry],
  });
  return ({ method }: Pick<Request, 'method'>, response: ServerResponse, about: () => string): void => {
    const began = performance.now();
    inFlight.inc();
    response.once('close', () => {
      inFlight.dec();
      const labels = {
        [label]: about(),
        method: KNOWN_METHODS.has(method) ? method : 'other',
        status: statusClassOf(response),
      };
      duration.observe(labels, (performance.now() - began) / 1_000);
    });
  };
}

/** `2xx` and so on; `aborted` where the client has gone before its answer was sent. */
function statusClassOf({ statusCode, writableFinished }: ServerResponse): string {
  return writableFinished ? `${Math.floor(statusCode / 100)}xx` : 'aborted';
}

/** Measures each request of a service by the pattern of its route, or `none` where no route has it. */
export function requestMetrics(registry: Registry): RequestHandler {
  const measure = measureRequests(registry, 'route');
  return (request, response, next) => {
    measure(request, response, () => String(response.getHeader(ROUTE_HEADER) ?? 'none'));
    next();
  };
}

/** Measures the calls to other services, for `serviceClient`. */
export function callMetrics(registry: Registry): (outcome: CallOutcome) => void {
  const duration = new Histogram({
    name: 'siteninja_service_call_duration_seconds',
    help: 'Calls to other services and how long they took, by service and outcome (ok, refused, unavailable).',
    labelNames: ['target', 'outcome'],
    registers: [registry],
  });
  return ({ service, outcome, durationMs }) =>
    duration.observe({ target: service, outcome }, durationMs / 1_000);
}

/** Longer than a database takes that is well; Prometheus waits for 10 s. */
const READ_TIMEOUT_MS = 2_000;

/**
 * A gauge that is read when it is asked for. Where it cannot be read it is absent: an old number would look like news.
 * @param read the value, or one for each word of the label
 */
export function readGauge(
  registry: Registry,
  { name, help, label }: { name: string; help: string; label?: string },
  read: () => Promise<number | readonly (readonly [word: string, value: number])[]>,
): void {
  const late = () => new Error('no answer in time');
  new Gauge({
    name,
    help,
    labelNames: label === undefined ? [] : [label],
    registers: [registry],
    async collect() {
      this.reset();
      // Without a label a reset is a zero, which is a number too.
      if (label === undefined) this.remove();
      const value = await inTime(read(), READ_TIMEOUT_MS, late).catch(() => []);
      if (typeof value === 'number') this.set(value);
      else for (const [word, of] of value) this.set({ [label ?? '']: word }, of);
    },
  });
}
