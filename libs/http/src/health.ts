import { inTime } from '@siteninja/core';
import { type Express } from 'express';

/** One thing that the service needs, and whether it answers now. */
export interface Check {
  name: string;
  /** Without it no request can be served; of the others the service only says that they are away. */
  essential: boolean;
  run(): Promise<{ ok: boolean; detail?: string }>;
}

/** Milliseconds. */
const DEADLINE = 2_000;

/**
 * `/health` answers while the process lives, `/health/ready` only while it can serve: balancers ask it. While
 * `draining` says so it is not ready, whatever the rest says.
 */
export function mountHealth(app: Express, checks: readonly Check[], draining: () => boolean): void {
  app.get('/health', (_request, response) => {
    response.json({ status: 'ok' });
  });
  app.get('/health/ready', async (_request, response) => {
    const results = await Promise.all(checks.map(runCheck));
    const ready = !draining() && results.every(({ ok, essential }) => ok || !essential);
    response.status(ready ? 200 : 503).json({
      status: draining() ? 'draining' : ready ? 'ready' : 'not_ready',
      checks: Object.fromEntries(results.map(({ name, ok, detail }) => [name, { ok, ...detail }])),
    });
  });
}

async function runCheck({ name, essential, run }: Check) {
  const failed = (detail: string) => () => ({ ok: false, detail });
  const late = () => new Error('no answer in time');
  // What does not answer at all is told from what answers that it is away.
  const { ok, detail } = await inTime(run().catch(failed('away')), DEADLINE, late).catch(
    failed('no answer in time'),
  );
  return { name, essential, ok, detail: detail === undefined ? {} : { detail } };
}
