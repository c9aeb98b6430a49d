import { type Ctx, type SingleFlight, SYSTEM, tenantOf } from '@siteninja/core';
import { type Answer } from './answer';
import { RawAnswer } from './route';

/** Longer addresses are rare, and would take room. */
const MAX_URL_LENGTH = 512;

type Flights = SingleFlight<Answer | RawAnswer>;

/**
 * What is kept of an answer about a tenant, or what is made now, for all that ask at once. The answer is made in
 * nobody's name, so that it can be given to whoever may use the route; that they may has been checked before.
 * @param url path and query, as they came: what has been answered has passed its schemas
 * @param make runs in the given context
 */
export async function keptAnswer<C extends Ctx>(
  ctx: C,
  url: string,
  flights: Flights,
  make: (ctx: C) => Promise<Answer | RawAnswer>,
): Promise<Answer | RawAnswer> {
  const { tenantCache } = ctx;
  const tenantId = tenantOf(ctx);
  const asNobody = { ...ctx, caller: SYSTEM, request: null };
  if (!tenantCache || url.length > MAX_URL_LENGTH) return make(asNobody);
  const { value, generation } = await tenantCache.get(tenantId, url);
  if (value !== undefined) return parseAnswer(value);
  if (generation === undefined) return make(asNobody);
  return flights.run(`${generation} ${url}`, async () => {
    const answer = await make(asNobody);
    if (!(answer instanceof RawAnswer)) {
      await tenantCache.set(tenantId, url, formatAnswer(answer), generation);
    }
    return answer;
  });
}

/** The data are JSON already: within another JSON they would be escaped, and parsed with each request. */
function formatAnswer({ json, ...head }: Answer): string {
  return `${JSON.stringify(head)}\n${json ?? ''}`;
}

function parseAnswer(text: string): Answer {
  const end = text.indexOf('\n');
  const head: Omit<Answer, 'json'> = JSON.parse(text.slice(0, end));
  return { ...head, json: text.slice(end + 1) };
}
