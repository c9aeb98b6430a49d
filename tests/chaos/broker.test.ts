import { describeWithBrokers, type RunningProduct, Sandbox } from './sandbox';
import { loseTheBroker } from './scenarios';

describeWithBrokers('without RabbitMQ', () => {
  const sandbox = new Sandbox();
  let product: RunningProduct;
  beforeAll(async () => {
    product = await sandbox.startProduct();
  }, 240_000);
  afterAll(() => sandbox.close(), 20_000);

  it('changes made while RabbitMQ is gone succeed, and are in the audit log once when it is back', async () => {
    await loseTheBroker(product, 200);
  }, 120_000);
});
