import { callers, testMongoUri } from '@siteninja/testing';
import { PASSWORD, registered, startIdentity, TENANT, type TestIdentity } from '../test-support';

let service: TestIdentity;
beforeAll(async () => {
  const uri = new URL(testMongoUri());
  uri.searchParams.set('monitorCommands', 'true');
  service = await startIdentity({ MONGODB_URI: uri.href });
});
afterAll(() => service.stop());

/** What a log-in reads and writes; the service does other things meanwhile. */
const OF_LOGIN = ['users', 'secondFactors', 'memberships', 'tenants', 'sessions'];

it('a log-in reads the account and its tenants, and writes the account and a session, each by one command', async () => {
  const { email, data } = await registered(service, TENANT);
  // The mail about the registration reads some of these, too.
  await service.runDueJobs();
  const commands: string[] = [];
  service.ctx.db.getClient().on('commandStarted', ({ commandName, command }) => {
    if (OF_LOGIN.includes(command[commandName])) commands.push(`${commandName} ${command[commandName]}`);
  });
  const { deviceToken } = data;
  const { status } = await service
    .as(callers.anonymous)
    .post('/auth/login')
    .send({ email, password: PASSWORD, deviceToken });
  expect(status).toBe(200);
  expect(commands).toEqual([
    'find users',
    'find memberships',
    'find tenants',
    'findAndModify users',
    'insert sessions',
  ]);
});
