import { contractOf, EVENT_TYPES } from '../../libs/contracts/src';
import { until } from '../../libs/testing/src';
import { type Receiver, startReceiver } from '../../services/integration/src/deliveries/test-support';
import { TestDns } from '../../services/tenant/src/custom-domains/dns-test-support';
import { openBusiness } from './business';
import { mailedToken } from './mailed-token';
import { startTestProduct, type TestProduct } from './product';
import { OF_NO_TENANT } from './told/occurrence';
import { OCCURRENCES } from './told/occurrences';
import { Stage } from './told/stage';

interface Told {
  id: string;
  type: string;
  sequence: number;
  data: { id?: string; [field: string]: unknown };
}

let product: TestProduct;
let receiver: Receiver;
let stage: Stage;
const dns = new TestDns();

beforeAll(async () => {
  product = await startTestProduct({ DNS_SERVERS: await dns.listen() });
  receiver = await startReceiver();
  receiver.answer = ({ url }) => ({ status: url === '/gone' ? 410 : 200 });
  const business = await openBusiness(product, 'told');
  const { body } = await product.client.post('/auth/login', product.superAdmin);
  const token = await mailedToken(product.client.as(body.data.accessToken), business.account.email);
  await product.client.post('/auth/email/verify', { token });
  stage = new Stage(product, business, `${receiver.url}/gone`, dns.records);
  for (const payload of ['full', 'thin']) {
    await stage.post('/webhooks', { url: `${receiver.url}/${payload}`, events: ['*'], payload });
  }
}, 120_000);
afterAll(async () => {
  await product.stop();
  await Promise.all([receiver.close(), dns.close()]);
}, 30_000);

/** Everything that a webhook has been told, in the order of the tenant. */
const toldTo = (payload: string): Told[] =>
  receiver.received
    .filter(({ url }) => url === `/${payload}`)
    .map(({ body }): Told => JSON.parse(body))
    .sort((a, b) => a.sequence - b.sequence);

describe('what a webhook is told', () => {
  it('is checked for every type of event', () => {
    expect(Object.keys(OCCURRENCES).sort()).toEqual([...EVENT_TYPES].sort());
  });

  const checked = Object.entries(OCCURRENCES).flatMap(([type, occurrence]) =>
    typeof occurrence === 'string' ? [] : [{ type, ...occurrence }],
  );
  const title = '$type tells what a GET gives then, and a thin one says of what alone';
  it.each(checked)(title, async ({ type, get, act }) => {
    const see = () => (typeof get === 'string' ? stage.find(get) : get(stage));
    const before = await see();
    const since = toldTo('full').at(-1)?.sequence ?? 0;
    await act(stage);
    const id = typeof get === 'string' ? stage.idIn(get) : undefined;
    const find = (payload: string) =>
      until(() =>
        toldTo(payload)
          .filter((told) => told.type === type && told.sequence > since)
          .find(({ data }) => id === undefined || data.id === id || data['pageId'] === id),
      );
    const told = await find('full');
    expect(told.data).toEqual((await see()) ?? before);
    const thin = await find('thin');
    const data = {
      type: contractOf(type)?.resource,
      id: id ?? expect.any(String),
      version: expect.any(Number),
    };
    expect(thin).toEqual({ ...told, data });
  });

  it('is nothing of what happens to no tenant', () => {
    const types = new Set(toldTo('full').map(({ type }) => type));
    const others = Object.entries(OCCURRENCES).filter(([, occurrence]) => occurrence === OF_NO_TENANT);
    expect(others.filter(([type]) => types.has(type))).toEqual([]);
  });
});
