import { describeWithBrokers, type RunningProduct, Sandbox } from './sandbox';
import { loseTheDatabase } from './scenarios';

describeWithBrokers('without the database', () => {
  const sandbox = new Sandbox();
  let product: RunningProduct;
  beforeAll(async () => {
    product = await sandbox.startProduct();
  }, 240_000);
  afterAll(() => sandbox.close(), 20_000);

  it('requests are refused with 503 within 3 s while the database is gone, and no acknowledged change is lost', async () => {
    await loseTheDatabase(product, 60);
  }, 120_000);
});
