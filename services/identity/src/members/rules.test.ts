import { PERMISSIONS } from '@siteninja/core';
import { callers, newSecretsEnv } from '@siteninja/testing';
import { memberships } from '../memberships/membership.model';
import { users } from '../users/user.model';
import {
  adminOfTenant,
  memberOf,
  newEmail,
  PASSWORD,
  startIdentity,
  type TestIdentity,
} from '../test-support';

let service: TestIdentity;
/** A second process of the service, on the same database. */
let second: TestIdentity;
let admin: Awaited<ReturnType<typeof adminOfTenant>>;
let path: string;
beforeAll(async () => {
  const MONGODB_DATABASE = `test_identity_rules_${process.pid}`;
  const env = { ...newSecretsEnv(), MONGODB_DATABASE };
  service = await startIdentity(env);
  second = await startIdentity(env);
});
afterAll(async () => {
  await second.stop();
  await service.stop();
});
beforeEach(async () => {
  admin = await adminOfTenant(service);
  path = `/tenants/${admin.tenantId}/users`;
});

const in20 = <T>(attempt: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: 20 }, (_, index) => attempt(index)));
const processes = () => [service, second];
const activeAdmins = async () => {
  const { body } = await admin.as.get(`${path}?role=admin&status=active`);
  return body.data.pagination.total;
};

describe('the last admin of a tenant', () => {
  it('cannot leave, be demoted or be kept out', async () => {
    await memberOf(admin, 'editor');
    const own = `${path}/${admin.userId}`;
    const answers = [
      await admin.as.delete(own),
      await admin.as.put(own).send({ status: 'inactive' }),
      await admin.as.put(`${own}/role`).send({ role: 'editor' }),
    ];
    for (const { status, body } of answers) expect([status, body.code]).toEqual([409, 'user.last_admin']);
    expect((await admin.as.get(own)).body.data).toMatchObject({ role: 'admin', status: 'active' });
  });

  it('is one who can sign in: a closed account does not count', async () => {
    const { userId } = await memberOf(admin, 'admin');
    await service.as(callers.superAdmin()).put(`/users/${userId}`).send({ status: 'inactive' });
    const answer = await admin.as.put(`${path}/${admin.userId}/role`).send({ role: 'viewer' });
    expect(answer.body.code).toBe('user.last_admin');
  });

  it('stays, whatever 20 parallel attempts through two processes remove, demote and keep out', async () => {
    const others = [
      await memberOf(admin, 'admin'),
      await memberOf(admin, 'admin'),
      await memberOf(admin, 'admin'),
    ];
    const ids = [admin.userId, ...others.map(({ userId }) => userId)];
    const statuses = await in20(async (index) => {
      const target = ids[index % ids.length] ?? '';
      const by = callers.superAdmin(admin.tenantId);
      const as = (processes()[index % 2] ?? service).as(by);
      if (index % 3 === 0) return (await as.delete(`${path}/${target}`)).status;
      if (index % 3 === 1) return (await as.put(`${path}/${target}`).send({ status: 'inactive' })).status;
      return (await as.put(`${path}/${target}/role`).send({ role: 'viewer' })).status;
    });
    expect(statuses.filter((status) => status >= 500 && status !== 503)).toEqual([]);
    const rows = await memberships
      .across(service.ctx)
      .find({ tenantId: admin.tenantId, role: 'admin', status: 'active' });
    expect(rows).toHaveLength(1);
  });
});

describe('a role', () => {
  it('is taken back from nobody who has just lost theirs: 20 parallel attempts to undo a demotion fail', async () => {
    const { userId } = await memberOf(admin, 'admin');
    const before = callers.admin(admin.tenantId, userId);
    expect((await admin.as.put(`${path}/${userId}/role`).send({ role: 'viewer' })).status).toBe(200);
    const answers = await in20((index) =>
      (processes()[index % 2] ?? service).as(before).put(`${path}/${userId}/role`).send({ role: 'admin' }),
    );
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual(
      Array(20).fill([403, 'auth.forbidden']),
    );
    const invitation = await service
      .as(before)
      .post(path)
      .send({ email: newEmail(), role: 'viewer', password: PASSWORD });
    expect(invitation.status).toBe(403);
    expect(await activeAdmins()).toBe(1);
  });

  it('while two admins demote each other leaves one of them, 20 times over', async () => {
    const { userId } = await memberOf(admin, 'admin');
    const demote = (by: string, whom: string) => (index: number) =>
      (processes()[index % 2] ?? service)
        .as(callers.admin(admin.tenantId, by))
        .put(`${path}/${whom}/role`)
        .send({ role: 'viewer' });
    const answers = await in20((index) =>
      index % 2 === 0 ? demote(admin.userId, userId)(index) : demote(userId, admin.userId)(index),
    );
    expect(answers.filter(({ status }) => status >= 500 && status !== 503)).toEqual([]);
    expect(await activeAdmins()).toBe(1);
  });

  it('is never beyond what a key has itself, neither given nor taken', async () => {
    const { userId } = await memberOf(admin, 'admin');
    const editor = await memberOf(admin, 'editor');
    const key = {
      ...callers.apiKey(admin.tenantId, ['write:users', 'delete:users']),
      createdBy: admin.userId,
    };
    const as = service.as(key);
    const refused = [
      await as.post(path).send({ email: newEmail(), role: 'admin', password: PASSWORD }),
      await as.put(`${path}/${editor.userId}/role`).send({ role: 'admin' }),
      await as.put(`${path}/${userId}`).send({ status: 'inactive' }),
      await as.delete(`${path}/${userId}`),
    ];
    for (const { body } of refused) expect(body.code).toBe('user.role_exceeded');
    const whole = { ...callers.apiKey(admin.tenantId, PERMISSIONS), createdBy: admin.userId };
    expect(
      (await service.as(whole).put(`${path}/${editor.userId}/role`).send({ role: 'admin' })).status,
    ).toBe(200);
  });

  it('of an admin is given by admins alone', async () => {
    const editor = await memberOf(admin, 'editor');
    const as = service.as(callers.editor(admin.tenantId, editor.userId));
    expect((await as.put(`${path}/${editor.userId}/role`).send({ role: 'admin' })).status).toBe(403);
    await users.in(service.ctx).update(editor.userId, { status: 'inactive' });
    const stale = service.as(callers.admin(admin.tenantId, editor.userId));
    expect((await stale.put(`${path}/${editor.userId}/role`).send({ role: 'viewer' })).status).toBe(403);
  });
});
