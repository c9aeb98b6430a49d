import { calls } from '@siteninja/contracts';
import { newId, testClock } from '@siteninja/core';
import { callers, startForTest, stubCall, type TestService } from '@siteninja/testing';
import { tenantService } from '../app';
import { type TenantCtx } from '../context';
import { scheduleCopy } from './membership.jobs';
import { memberships } from './membership.projection';

type Kept = Record<'tenantId' | 'userId' | 'createdAt', string> & { isActive: boolean; revision: number };

let service: TestService<TenantCtx>;
const clock = testClock();
/** What identity has, in two pages. */
const inIdentity: Kept[] = [];
const SECOND_PAGE = newId();

beforeAll(async () => {
  service = await startForTest(tenantService, {
    shared: { clock },
    stubs: [
      stubCall(calls.addMember, () => ({})),
      stubCall(calls.listMemberships, ({ query }) =>
        query.after === undefined
          ? { items: inIdentity.slice(0, 1), next: SECOND_PAGE }
          : { items: inIdentity.slice(1), next: null },
      ),
    ],
  });
});
afterAll(() => service.stop());

const FIRST = '2026-01-01T00:00:00.000Z';
const AGAIN = '2026-02-01T00:00:00.000Z';

async function makeTenant(userId = newId()) {
  const body = { name: 'Harbor', businessName: 'Harbor Ltd', businessType: 'Plumbing' };
  const made = await service.as(callers.nonMember(userId)).post('/tenants').send(body);
  return { tenantId: String(made.body.data.id), userId };
}

async function seenBy(userId: string): Promise<string[]> {
  const { body } = await service.as(callers.nonMember(userId)).get('/tenants');
  return body.data.items.map(({ id }: { id: string }) => id);
}

/** An event about a member, as identity records it. */
function event(
  verb: 'invited' | 'joined' | 'updated' | 'role_changed' | 'removed',
  { tenantId, userId }: { tenantId: string; userId: string },
  version: number,
  more: object = {},
) {
  const data = { id: userId, tenantId, status: 'active', role: 'editor', createdAt: FIRST, ...more };
  const resource = { type: 'user', id: userId, version };
  return { id: newId(), type: `user.${verb}` as const, tenantId, resource, data };
}

describe('the tenants that somebody belongs to', () => {
  it('are those they created and those they were invited into, once they have accepted', async () => {
    const { tenantId } = await makeTenant();
    const own = await makeTenant();
    const member = { tenantId, userId: own.userId };
    await service.deliver(event('invited', member, 1, { status: 'invited' }));
    expect(await seenBy(own.userId)).toEqual([own.tenantId]);
    await service.deliver(event('joined', member, 2));
    expect((await seenBy(own.userId)).sort()).toEqual([tenantId, own.tenantId].sort());
  });

  it('are without those where they are kept out, until they are let in again, whatever their role', async () => {
    const { tenantId } = await makeTenant();
    const member = { tenantId, userId: newId() };
    await service.deliver(event('joined', member, 1));
    await service.deliver(event('updated', member, 2, { status: 'inactive' }));
    expect(await seenBy(member.userId)).toEqual([]);
    await service.deliver(event('updated', member, 3));
    await service.deliver(event('role_changed', member, 4, { role: 'viewer' }));
    expect(await seenBy(member.userId)).toEqual([tenantId]);
  });

  it('are without those that they left, also one that they created, and with those they came back to', async () => {
    const own = await makeTenant();
    await service.deliver(event('removed', own, 2));
    expect(await seenBy(own.userId)).toEqual([]);
    await service.deliver(event('joined', own, 1, { createdAt: AGAIN }));
    expect(await seenBy(own.userId)).toEqual([own.tenantId]);
  });

  it('are the same in whatever order and however often the events arrive', async () => {
    const { tenantId } = await makeTenant();
    const story = (userId: string) => {
      const member = { tenantId, userId };
      return [
        event('invited', member, 1, { status: 'invited' }),
        event('joined', member, 2),
        event('removed', member, 3),
        event('joined', member, 1, { createdAt: AGAIN }),
        event('updated', member, 2, { createdAt: AGAIN, status: 'inactive' }),
        event('updated', member, 3, { createdAt: AGAIN }),
      ];
    };
    const backwards = newId();
    for (const each of story(backwards).reverse()) await service.deliver(each);
    expect(await seenBy(backwards)).toEqual([tenantId]);
    const mixed = newId();
    const [invited, joined, removed, again] = story(mixed);
    for (const each of [again, removed, again, joined, invited, removed]) {
      if (each) await service.deliver({ ...each, id: newId() });
    }
    expect(await seenBy(mixed)).toEqual([tenantId]);
  });

  it('are not changed when the name or email of an account is', async () => {
    const own = await makeTenant();
    await service.deliver({
      ...event('updated', own, 9, { status: 'inactive', tenantId: undefined }),
      tenantId: null,
    });
    expect(await seenBy(own.userId)).toEqual([own.tenantId]);
  });
});

describe('tenants that are older than the knowledge of their members', () => {
  it('are listed to their members once identity has told of them, and stay so when events come late', async () => {
    const { tenantId, userId } = await makeTenant();
    const others = [newId(), newId()];
    await memberships.across(service.ctx).delete({});
    const kept = { tenantId, createdAt: FIRST, isActive: true, revision: 3 };
    inIdentity.push(...[userId, ...others].map((each) => ({ ...kept, userId: each })));
    inIdentity.push({ ...kept, userId: newId(), isActive: false });
    await scheduleCopy(service.ctx);
    await scheduleCopy(service.ctx);
    expect(await seenBy(userId)).toEqual([]);
    clock.advance(10_000);
    await service.runDueJobs();
    await service.runDueJobs();
    for (const each of [userId, ...others]) expect(await seenBy(each)).toEqual([tenantId]);
    expect(await seenBy(inIdentity[3]?.userId ?? '')).toEqual([]);
    await service.deliver(event('updated', { tenantId, userId }, 2, { status: 'inactive' }));
    expect(await seenBy(userId)).toEqual([tenantId]);
  });
});
