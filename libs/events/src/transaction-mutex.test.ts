import { ANONYMOUS, type Ctx } from '@siteninja/core';
import { rows, type TestDatabase, testDatabase, USER } from './test-support';
import { transaction } from './transaction';

describe('transactions of different people', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase([rows.definition]);
  });
  afterAll(() => database.close());
  const user = (userId: string): Ctx => ({ ...database.ctx, tenantId: null, caller: { ...USER, userId } });
  const tenant = (tenantId: string): Ctx => ({ ...database.ctx, tenantId });
  const anonymous = (): Ctx => ({ ...database.ctx, tenantId: null, caller: ANONYMOUS });
  const nothing = (): Promise<void> => Promise.resolve();

  it.each([
    { one: 'user', first: () => user('u1'), other: 'another user', second: () => user('u2') },
    { one: 'tenant', first: () => tenant('t1'), other: 'another tenant', second: () => tenant('t2') },
    { one: 'user without a tenant', first: () => user('u1'), other: 'a tenant', second: () => tenant('t1') },
    { one: 'caller not known yet', first: anonymous, other: 'another one', second: anonymous },
  ])('a transaction of a $one does not make one of $other wait', async ({ first, second }) => {
    const { work, end } = held();
    const waiting = transaction(first(), work);
    await transaction(second(), nothing);
    end();
    await waiting;
  });

  it('transactions that name one mutex take turns, whoever makes them', async () => {
    const log: string[] = [];
    const { work, end } = held();
    const first = transaction(anonymous(), work, { mutex: 'email a@example.com' });
    const options = { mutex: 'email a@example.com' };
    const second = transaction(user('u1'), () => Promise.resolve(void log.push('second')), options);
    await transaction(user('u1'), () => Promise.resolve(void log.push('without')));
    end();
    await Promise.all([first, second]);
    expect(log).toEqual(['without', 'second']);
  });

  it('a transaction that is waiting when its client goes is not begun', async () => {
    const { work, end } = held();
    const first = transaction(user('u1'), work);
    const request = { id: 'r', ipAddress: '', userAgent: null, ifMatch: null, isAborted: () => true };
    let begun = false;
    const second = transaction({ ...user('u1'), request }, () => Promise.resolve((begun = true)));
    end();
    await first;
    await expect(second).rejects.toMatchObject({ kind: 'unavailable' });
    expect(begun).toBe(false);
  });
});

/** Work that ends when the test says so. */
function held(): { work: () => Promise<void>; end: () => void } {
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { work: () => ended, end: () => end() };
}
