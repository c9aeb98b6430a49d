import { SERVICES, testClock } from '../libs/core/src';
import { type Fields } from '../libs/schema/src';
import { type ServiceDefinition } from '../libs/service/src';
import { startForTest, testMongoUri } from '../libs/testing/src';
import { assetService } from '../services/asset/src/app';
import { contentService } from '../services/content/src/app';
import { tenantService } from '../services/tenant/src/app';
import { startTestProduct, type TestProduct } from './e2e/product';
import { Journey, NOTE, operations } from './queries/journey';
import { Explainer, type Query, QueryRecorder } from './queries/recorder';
import { findRemains } from './queries/remains';

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

/** What may still name a tenant that is erased, and why. */
const NAMES_ERASED: Record<string, string> = {
  'tenant.erasures': 'the receipt',
  ...Object.fromEntries(
    SERVICES.map((name) => [`${name}.erasedTenants`, 'keeps late events from bringing it back']),
  ),
  ...Object.fromEntries(
    SERVICES.map((name) => [`${name}.jobs`, 'the last look, after a quarter of an hour']),
  ),
  'integration.auditLogs': 'the chain, without details',
  'integration.auditHeads': 'the end of the chain',
  'tenant.auditCheckpoints': 'how far the chain was intact',
  'identity.revocations': 'what gateways must forget; gone after an hour',
  'redis limits': 'counters of rate limits, gone after an hour',
};
/** What names the ids of keys, forms and the like without saying anything of them. */
const NAMES_FOR_AN_HOUR: Record<string, string> = {
  'identity.revocations': 'what gateways must forget',
  'redis limits': 'counters of rate limits',
};
/** Of what the journey has used, this belongs to people and to the platform. */
const NOT_THE_TENANTS = [
  'auditLogId',
  'eventId',
  'tenantId',
  'userId',
  'passkeyId',
  'sessionId',
  'industryId',
  'planId',
  'templateId',
  'erasureId',
];

it('of a tenant that was erased nothing is left but its receipt and an audit chain without details', async () => {
  const { tenantId = '', ...ids } = journey.ids;
  const its = Object.entries(ids).filter(([name, id]) => !NOT_THE_TENANTS.includes(name) && id.length > 20);
  expect(its.length).toBeGreaterThan(12);
  const words = ['Asker Ltd', 'asker.localhost', 'press-room', NOTE];
  const remains = await findRemains(product, [tenantId, ...words, ...its.map(([, id]) => id)]);
  const unexpected = Object.entries(remains).flatMap(([text, places]) => {
    const expected = text === tenantId ? NAMES_ERASED : NAMES_FOR_AN_HOUR;
    return places.filter((place) => !(place in expected)).map((place) => `${text} in ${place}`);
  });
  expect(unexpected).toEqual([]);
  const { body } = await journey.platform.get(`/tenants/${tenantId}/audit-logs/verify`);
  expect(body.data).toMatchObject({ valid: true });
  expect(body.data.checked).toBeGreaterThan(50);
});

it('the receipts of an erasure tell what each service has deleted', async () => {
  const { body } = await journey.platform.get(`/erasures/${journey.ids['erasureId']}`);
  const { receipts }: { receipts: { service: string; documents: number; files: number }[] } = body.data;
  expect(receipts.map(({ service }) => service).sort()).toEqual([...SERVICES].sort());
  for (const { documents } of receipts) expect(documents).toBeGreaterThan(0);
  expect(receipts.find(({ service }) => service === 'asset')?.files).toBeGreaterThan(0);
});
