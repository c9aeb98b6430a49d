import { inTime } from '@siteninja/core';
import { type Express } from 'express';

/** One thing that the service needs, and whether it answers now. */
export interface Check {
  name: string;
  /** Without it no request can be served; the absence of any other is only reported. */
  essential: boolean;
  /**
   * How long a result stands for. Balancers ask several times a second, and must not reach the database each
   * time. Absent for checks that cost nothing.
   */
  freshForMs?: number;
  run(): Promise<{ ok: boolean; detail?: string }>;
}

const DEADLINE_MS = 2_000;
/** A result that is this much older than it may be is not given any more: the caller waits for a new one. */
const MAX_STALENESS = 3;

/**
 * `/health` answers while the process lives, `/health/ready` only while it can serve: balancers ask it. While
 * `draining` says so it is not ready, whatever the rest says.
 */
export function mountHealth(
  app: Express,
  checks: readonly Check[],
  draining: () => boolean,
  nowMs: () => number = () => performance.now(),
): void {
  const measured = checks.map((check) => measure(check, nowMs));
  app.get('/health', (_request, response) => {
    response.json({ status: 'ok' });
  });
  app.get('/health/ready', async (_request, response) => {
    const results = await Promise.all(measured.map((result) => result()));
    const ready = !draining() && results.every(({ ok, essential }) => ok || !essential);
    response.status(ready ? 200 : 503).json({
      status: draining() ? 'draining' : ready ? 'ready' : 'not_ready',
      checks: Object.fromEntries(results.map(({ name, ok, detail }) => [name, { ok, ...detail }])),
    });
  });
}

type Result = Awaited<ReturnType<typeof runCheck>>;

/** The last result at once, while a new one is measured in the background; one that is too old is waited for. */
function measure(check: Check, nowMs: () => number): () => Promise<Result> {
  const { freshForMs = 0 } = check;
  let last: { result: Result; at: number } | undefined;
  let running: Promise<Result> | undefined;
  const run = (): Promise<Result> => {
    running ??= runCheck(check).then((result) => {
      last = { result, at: nowMs() };
      running = undefined;
      return result;
    });
    return running;
  };
  return async () => {
    // A failure is looked at anew each time, so that a recovery is seen at once.
    if (!last?.result.ok) return run();
    const age = nowMs() - last.at;
    if (age < freshForMs) return last.result;
    const next = run();
    return age < freshForMs * MAX_STALENESS ? last.result : next;
  };
}

async function runCheck({ name, essential, run }: Check) {
  const failed = (detail: string) => () => ({ ok: false, detail });
  const late = () => new Error('no answer in time');
  // No answer at all is reported apart from an answer that says so.
  const { ok, detail } = await inTime(run().catch(failed('unavailable')), DEADLINE_MS, late).catch(
    failed('no answer in time'),
  );
  return { name, essential, ok, detail: detail === undefined ? {} : { detail } };
}
