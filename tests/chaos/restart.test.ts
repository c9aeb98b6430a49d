import { describeWithBrokers, type RunningProduct, Sandbox } from './sandbox';
import { killTheService, restartUnderLoad } from './scenarios';

describeWithBrokers('while services end and start', () => {
  const sandbox = new Sandbox();
  let product: RunningProduct;
  beforeAll(async () => {
    product = await sandbox.startProduct();
  }, 240_000);
  afterAll(() => sandbox.close(), 20_000);

  it('a service that is killed in the middle of changes has told of those that it acknowledged, once', async () => {
    await killTheService(product, 200);
  }, 120_000);

  it.each(['content', 'tenant', 'identity', 'integration'])(
    '%s ends in order under load: it exits with 0, and no request fails but with 503',
    async (name) => {
      await restartUnderLoad(product, name);
    },
    60_000,
  );
});
