import { parse, s } from '@siteninja/schema';
import { Agent, request } from 'undici';

const POLL_TIMEOUT_MS = 1_000;
/** A busy target misses a poll now and then; it is down after this many in a row. */
const MAX_MISSED_POLLS = 2;

/**
 * From best to worst. An `unready` target runs but lacks something that it needs: it is used where none is ready,
 * as it knows best what to answer. Targets that are `draining` or `down` get no requests.
 */
export const STATES = ['ready', 'unready', 'draining', 'down'] as const;
export type State = (typeof STATES)[number];

/** What is known of a target. */
export interface Watched {
  state: State;
  missedPolls: number;
}

/** An address that nobody has any more answers nothing at all: by itself undici would wait 10 s for it. */
const POLLS = new Agent({ connect: { timeout: POLL_TIMEOUT_MS } });

/** Asks a target once whether it is ready. One that refuses the connection is down at once. */
export async function pollReadiness(
  watched: Watched,
  { url, host }: { url: string; host: string },
  stopping: AbortSignal,
): Promise<void> {
  try {
    // No AbortSignal.any: it keeps a little of every poll for as long as `stopping` lives.
    const { statusCode, body } = await request(`${url}/health/ready`, {
      dispatcher: POLLS,
      headers: { host },
      signal: stopping,
      headersTimeout: POLL_TIMEOUT_MS,
      bodyTimeout: POLL_TIMEOUT_MS,
    });
    watched.state = stateFrom(statusCode, await body.text());
    watched.missedPolls = 0;
  } catch (error) {
    watched.missedPolls += 1;
    const refused = error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED';
    if (refused || watched.missedPolls >= MAX_MISSED_POLLS) watched.state = 'down';
  }
}

function stateFrom(status: number, body: string): State {
  if (status === 200) return 'ready';
  try {
    const answer = parse(s.anyObject(), JSON.parse(body));
    return 'value' in answer && answer.value.status === 'draining' ? 'draining' : 'unready';
  } catch {
    // Another server answers, such as a load balancer in between.
    return 'down';
  }
}
