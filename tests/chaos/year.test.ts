import { until } from '../../libs/testing/src';
import { Client } from '../e2e/client';
import { describeWithBrokers, Sandbox } from './sandbox';

const DAY_SECONDS = 24 * 3_600;
const owner = { email: 'year@example.com', password: 'a quiet harbour at dawn' };
const platformAdmin = { email: 'admin@siteninja.example', password: 'platform-admin-of-the-tests' };

describeWithBrokers("a tenant's year, each service in a process of its own", () => {
  const sandbox = new Sandbox();
  let anybody: Client;
  let platform: Client;
  let admin: Client;
  let tenantId: string;
  beforeAll(async () => {
    const { gateway } = await sandbox.startProduct({
      SUPER_ADMIN_EMAIL: platformAdmin.email,
      SUPER_ADMIN_PASSWORD: platformAdmin.password,
    });
    anybody = new Client(`http://127.0.0.1:${gateway.port}`);
    const tenant = { name: 'Year', businessName: 'Year Ltd', businessType: 'Legal', subdomain: 'year' };
    const { body } = await anybody.post('/auth/register', { ...owner, name: 'Pat', tenant });
    tenantId = body.data.activeTenantId;
    [platform, admin] = [await signIn(platformAdmin), anybody.as(body.data.accessToken)];
    await until(async () => (await read()).subscription !== null, WAIT_MS);
  }, 240_000);
  afterAll(() => sandbox.close(), 20_000);

  /** For events to go from process to process, on a busy machine too. */
  const WAIT_MS = 60_000;
  const read = async () => (await admin.get(`/tenants/${tenantId}`)).body.data;
  const becomes = (status: string) => until(async () => (await read()).status === status, WAIT_MS);

  async function signIn(account: object): Promise<Client> {
    const { body } = await anybody.post('/auth/login', account);
    return anybody.as(body.data.accessToken);
  }

  /** Sessions last 30 days, also by the moved clock. */
  async function passDays(days: number): Promise<void> {
    const { status } = await platform.post('/test/clock', { advance: days * DAY_SECONDS });
    expect(status).toBe(200);
    [platform, admin] = [await signIn(platformAdmin), await signIn(owner)];
  }

  /** What the owner was written to about payments, the first one first. */
  async function subjects(): Promise<string[]> {
    const { body } = await platform.get(`/test/mails?to=${owner.email}`);
    const items: { subject: string }[] = body.data.items;
    const wanted = items.map(({ subject }) => subject.replace(/ on .*/, '')).reverse();
    return wanted.filter((subject) => /trial|payment/.test(subject));
  }
  const mailed = (...wanted: string[]) =>
    until(async () => JSON.stringify(await subjects()) === JSON.stringify(wanted), WAIT_MS);

  const TRIAL = 'The trial of Year ends';
  const DUE = 'A payment for Year is due';
  const REMINDER = 'Reminder: a payment for Year is due';

  it('goes by one clock: mails in their order, then read-only, suspended, paid, and the end', async () => {
    const pages = `/tenants/${tenantId}/pages`;
    const [page] = (await admin.get(pages)).body.data.items;
    expect((await admin.post(`${pages}/${page.id}/publish`, {})).status).toBe(200);
    const site = async () => (await anybody.site('year.localhost')).status;
    const write = async () => {
      const { status, body } = await admin.put(`/tenants/${tenantId}`, {
        description: String(Math.random()),
      });
      return status === 200 ? 'written' : body.code;
    };
    const writes = (answer: string) => until(async () => (await write()) === answer, WAIT_MS);
    await until(async () => (await site()) === 200, WAIT_MS);

    await passDays(11);
    await mailed(TRIAL);
    expect(await write()).toBe('written');
    await passDays(3);
    await becomes('past_due');
    await writes('subscription.read_only');
    expect(await site()).toBe(200);
    await mailed(TRIAL, DUE);
    await passDays(3);
    await mailed(TRIAL, DUE, REMINDER);
    await passDays(4);
    await mailed(TRIAL, DUE, REMINDER, REMINDER);
    await becomes('past_due');
    await passDays(7);
    await becomes('suspended');
    await writes('tenant.suspended');
    await until(async () => (await site()) === 503, WAIT_MS);

    const plans: { key: string; id: string }[] = (await admin.get('/plans')).body.data.items;
    const planId = plans.find(({ key }) => key === 'starter')?.id;
    const subscription = `/tenants/${tenantId}/subscription`;
    expect((await admin.post(subscription, { planId, interval: 'month' })).status).toBe(201);
    await becomes('active');
    await writes('written');
    await until(async () => (await site()) === 200, WAIT_MS);
    await passDays(337);
    const invoices = async () =>
      (await admin.get(`${subscription}/invoices?limit=100`)).body.data.items.length;
    await until(async () => (await invoices()) === 12, WAIT_MS);
    await mailed(TRIAL, DUE, REMINDER, REMINDER);
  }, 300_000);
});
