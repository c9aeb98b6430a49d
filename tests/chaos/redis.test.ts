import { describeWithBrokers, type RunningProduct, Sandbox } from './sandbox';
import { loseRedis } from './scenarios';

const LIMIT = 5;

describeWithBrokers('without Redis', () => {
  const sandbox = new Sandbox();
  let product: RunningProduct;
  beforeAll(async () => {
    // Of all limits only that of log-ins is to be reached.
    const limits = { RATE_LIMIT: '1000000', RATE_LIMIT_SCALE: '1', AUTH_RATE_LIMIT: String(LIMIT) };
    product = await sandbox.startProduct(limits);
  }, 240_000);
  afterAll(() => sandbox.close(), 20_000);

  it.each(['killed', 'hanging'] as const)(
    'no request waits or fails while Redis is %s, and log-ins stay limited',
    async (how) => {
      await loseRedis(product, how, LIMIT);
    },
    120_000,
  );
});
