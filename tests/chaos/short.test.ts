import { describeWithBrokers, type RunningProduct, Sandbox } from './sandbox';
import { killTheService, loseRedis, loseTheBroker, loseTheDatabase, restartUnderLoad } from './scenarios';

const LIMIT = 5;

/** Each scenario of this folder once, in small, on one product; the other files take longer. */
describeWithBrokers('one loss after the other', () => {
  const sandbox = new Sandbox();
  let product: RunningProduct;
  beforeAll(async () => {
    // Of all limits only that of log-ins is to be reached.
    const limits = { RATE_LIMIT: '1000000', RATE_LIMIT_SCALE: '1', AUTH_RATE_LIMIT: String(LIMIT) };
    product = await sandbox.startProduct(limits);
  }, 240_000);
  afterAll(() => sandbox.close(), 20_000);

  it('changes made while RabbitMQ is gone succeed, and are in the audit log once when it is back', async () => {
    await loseTheBroker(product, 40);
  }, 120_000);

  it('a service that is killed in the middle of changes has told of those that it acknowledged, once', async () => {
    await killTheService(product, 40);
  }, 120_000);

  it('no request waits or fails while Redis is killed, and log-ins stay limited', async () => {
    await loseRedis(product, 'killed', LIMIT);
  }, 120_000);

  it('a service ends in order under load: it exits with 0, and no request fails but with 503', async () => {
    await restartUnderLoad(product, 'tenant');
  }, 120_000);

  it('requests are refused with 503 within 3 s while the database is gone, and no acknowledged change is lost', async () => {
    await loseTheDatabase(product, 10);
  }, 120_000);
});
