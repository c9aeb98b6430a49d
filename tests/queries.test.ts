import { testClock } from '../libs/core/src';
import { type Fields } from '../libs/schema/src';
import { type ServiceDefinition } from '../libs/service/src';
import { startForTest, testMongoUri } from '../libs/testing/src';
import { assetService } from '../services/asset/src/app';
import { contentService } from '../services/content/src/app';
import { tenantService } from '../services/tenant/src/app';
import { startTestProduct, type TestProduct } from './e2e/product';
import { Journey, operations } from './queries/journey';
import { Explainer, type Query, QueryRecorder } from './queries/recorder';

/** Collections that may be read whole, as they do not grow with tenants, and why. */
const READ_WHOLE: Record<string, string> = {
  industries: 'seeded, a few dozen',
  plans: 'seeded, a handful',
  templates: 'seeded, a handful',
  signingKeys: 'one each quarter, and old ones go',
  outbox: 'a queue: read from its oldest end, and empty as a rule',
};

const recorder = new QueryRecorder();
const uri = testMongoUri();
const stops: (() => Promise<void>)[] = [];
let product: TestProduct;
let journey: Journey;

beforeAll(async () => {
  recorder.start();
  process.env.TEST_MONGODB_URI = `${uri}${uri.includes('?') ? '&' : '?'}monitorCommands=true`;
  product = await startTestProduct();
  stops.push(() => product.stop());
  journey = new Journey(product);
  await journey.run();
  await runJobs(tenantService);
  await runJobs(assetService);
  await runJobs(contentService);
}, 300_000);
afterAll(async () => {
  jest.restoreAllMocks();
  process.env.TEST_MONGODB_URI = uri;
  for (const stop of stops) await stop();
}, 30_000);

/** Runs each periodic job of a service once. */
async function runJobs<F extends Fields, P>(definition: ServiceDefinition<F, P>): Promise<void> {
  const clock = testClock();
  const service = await startForTest(definition, { shared: { clock } });
  stops.push(() => service.stop());
  const intervals = definition.jobs.map(({ everySeconds }) => everySeconds ?? 0);
  clock.advance(Math.max(...intervals) * 1_000);
  await service.runDueJobs();
}

const nameOf = ({ collection, filter, sort }: Query): string =>
  `${collection} ${JSON.stringify(filter)}${Object.keys(sort).length > 0 ? ` by ${JSON.stringify(sort)}` : ''}`;

it('every operation of the API is used before its queries are judged', () => {
  const missing = operations
    .filter(({ method }) => method !== 'patch')
    .map(({ method, path }) => `${method} ${path}`)
    .filter((operation) => !journey.done.has(operation));
  expect(missing).toEqual([]);
});

it('every query of the product is served by an index', async () => {
  const explainer = await Explainer.connect(uri);
  const scans: string[] = [];
  const queries = recorder.queries();
  expect(queries.length).toBeGreaterThan(100);
  for (const query of queries) {
    if (!(query.collection in READ_WHOLE) && !(await explainer.usesIndex(query))) scans.push(nameOf(query));
  }
  await explainer.stop();
  expect(scans).toEqual([]);
});
