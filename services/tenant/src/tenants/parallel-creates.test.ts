import { calls } from '@siteninja/contracts';
import { newId } from '@siteninja/core';
import { callers, startForTest, stubCall, type TestService } from '@siteninja/testing';
import { tenantService } from '../app';
import { type TenantCtx } from '../context';

const CREATES = 100;

let service: TestService<TenantCtx>;
let memberOf: (userId: string) => object | Promise<object> = () => ({});
beforeAll(async () => {
  service = await startForTest(tenantService, {
    stubs: [stubCall(calls.addMember, ({ body }) => memberOf(body.userId))],
  });
});
afterAll(() => service.stop());

const create = (userId: string, name: string) =>
  service
    .as(callers.nonMember(userId))
    .post('/tenants')
    .send({ name, businessName: name, businessType: 'Plumbing' });

describe('tenants that are created at the same moment', () => {
  it('a hundred tenants that one user creates in parallel are all made, each under a subdomain of its own', async () => {
    const userId = newId();
    const answers = await Promise.all(
      Array.from({ length: CREATES }, (_, index) => create(userId, `Chain ${index % 10}`)),
    );
    expect(answers.filter(({ status }) => status !== 201).map(({ body }) => body)).toEqual([]);
    expect(new Set(answers.map(({ body }) => body.data.subdomain)).size).toBe(CREATES);
    const created = (await service.events()).filter(({ type }) => type === 'tenant.created');
    expect(created).toHaveLength(CREATES);
  });

  it('a user does not wait for the tenants that another user creates', async () => {
    const [slow, quick] = [newId(), newId()];
    let answer = (): void => undefined;
    const answered = new Promise<object>((resolve) => {
      answer = () => resolve({});
    });
    memberOf = (userId) => (userId === slow ? answered : {});
    const waiting = Promise.all(['One', 'Two', 'Three'].map((name) => create(slow, name)));
    expect((await create(quick, 'Quick')).status).toBe(201);
    answer();
    expect((await waiting).map(({ status }) => status)).toEqual([201, 201, 201]);
  });
});
