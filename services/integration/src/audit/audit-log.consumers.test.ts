import { type DomainEvent } from '@siteninja/contracts';
import { newId } from '@siteninja/core';
import { callers, startForTest, type TestService } from '@siteninja/testing';
import { integrationService } from '../app';
import { type IntegrationCtx } from '../context';
import { auditLogs } from './audit-log.model';
import { stubCheckpoints } from './chain-test-support';
import { verifyChain } from './verify-chain';

let service: TestService<IntegrationCtx>;
beforeAll(async () => {
  service = await startForTest(integrationService, { stubs: stubCheckpoints() });
});
afterAll(() => service.stop());

type Given = Parameters<TestService<IntegrationCtx>['deliver']>[0];

/** An event of a user of the tenant. */
const eventOf = (tenantId: string, more: Partial<DomainEvent> = {}): Given => ({
  type: 'page.updated',
  tenantId,
  actor: { type: 'user', userId: newId(), ipAddress: '203.0.113.7', userAgent: 'Firefox' },
  requestId: 'r-1',
  data: { title: 'New' },
  change: { before: { title: 'Old' }, after: { title: 'New' } },
  ...more,
});
const list = async (tenantId: string) => {
  const answer = await service.as(callers.admin(tenantId)).get(`/tenants/${tenantId}/audit-logs`);
  return answer.body.data;
};
const only = async (tenantId: string) => {
  const { items } = await list(tenantId);
  expect(items).toHaveLength(1);
  return items[0];
};
const verify = (tenantId: string) => verifyChain({ ...service.ctx, tenantId });

describe('audit entries', () => {
  it('every event makes an audit entry: who did what, from where, and the resource before and after', async () => {
    const tenantId = newId();
    const event = eventOf(tenantId, { id: newId(), resource: { type: 'page', id: newId(), version: 7 } });
    await service.deliver(event);
    expect(await only(tenantId)).toEqual({
      id: event.id,
      tenantId,
      action: 'page.update',
      actorType: 'user',
      userId: event.actor?.userId,
      apiKeyId: null,
      resourceType: 'page',
      resourceId: event.resource?.id,
      oldValue: { title: 'Old' },
      newValue: { title: 'New' },
      ipAddress: '203.0.113.7',
      userAgent: 'Firefox',
      requestId: 'r-1',
      metadata: { eventType: 'page.updated', resourceVersion: 7 },
      sequence: 1,
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      previousHash: null,
      createdAt: expect.any(String),
    });
  });

  it('an event that follows from another makes no audit entry', async () => {
    const tenantId = newId();
    await service.deliver(eventOf(tenantId));
    await service.deliver(eventOf(tenantId, { type: 'release.activated', causedBy: newId() }));
    expect(await only(tenantId)).toMatchObject({ action: 'page.update' });
  });

  it('an event that is delivered several times makes one audit entry', async () => {
    const tenantId = newId();
    const event = eventOf(tenantId, { id: newId() });
    await Promise.all([service.deliver(event), service.deliver(event)]);
    await service.deliver(event);
    await only(tenantId);
    expect(await verify(tenantId)).toEqual({ valid: true, entries: 1 });
  });

  it("an audit entry has the event's data where there is no change, and no new value after a deletion", async () => {
    const tenantId = newId();
    const { change: _none, ...plain } = eventOf(tenantId, { type: 'asset.updated' });
    await service.deliver(plain);
    expect(await only(tenantId)).toMatchObject({ oldValue: null, newValue: { title: 'New' } });
    const change = { before: { title: 'New' }, after: null };
    await service.deliver(eventOf(tenantId, { type: 'page.deleted', change }));
    const { items } = await list(tenantId);
    expect(items[0]).toMatchObject({ action: 'page.delete', oldValue: { title: 'New' }, newValue: null });
  });

  it.each<[string, Partial<DomainEvent>, object]>([
    ['an API key', { actor: { type: 'api_key', apiKeyId: 'k1' } }, { actorType: 'api_key', apiKeyId: 'k1' }],
    ['a job', { actor: { type: 'system' } }, { actorType: 'system', userId: null, ipAddress: null }],
    [
      'a visitor of a site',
      { actor: { type: 'visitor' } },
      { actorType: 'visitor', userId: null, ipAddress: null },
    ],
    ['an AI', { actor: { type: 'ai', userId: 'u1' } }, { actorType: 'ai', userId: 'u1' }],
    ['an anonymous caller', { actor: { type: 'anonymous' } }, { actorType: 'system', userId: null }],
    [
      'an anonymous caller whose user the event names',
      { actor: { type: 'anonymous', userId: 'u1' } },
      { actorType: 'user', userId: 'u1' },
    ],
    [
      'a user who logs in',
      {
        type: 'user.logged_in',
        actor: { type: 'anonymous' },
        resource: { type: 'user', id: 'u2', version: 1 },
      },
      { actorType: 'user', userId: 'u2', action: 'user.login' },
    ],
  ])('an audit entry names the actor: %s', async (_who, more, expected) => {
    const tenantId = newId();
    await service.deliver(eventOf(tenantId, more));
    expect(await only(tenantId)).toMatchObject(expected);
  });

  it('an audit entry holds no secret, even if its event does', async () => {
    const tenantId = newId();
    const secret = `sn_live_${'x'.repeat(36)}`;
    const before = { name: 'CI', keyHash: 'abc', nested: [{ password: 'hunter2' }] };
    await service.deliver(
      eventOf(tenantId, { type: 'api_key.created', change: { before, after: { key: secret } } }),
    );
    const [row] = await auditLogs.in({ ...service.ctx, tenantId }).find({});
    expect(JSON.stringify(row)).not.toMatch(/hunter2|sn_live_x|"abc/);
    expect(await only(tenantId)).toMatchObject({
      oldValue: { name: 'CI', keyHash: '[redacted]' },
      newValue: { key: '[redacted]' },
    });
  });

  it('the values of an audit entry are kept byte for byte, whatever their fields are called', async () => {
    const tenantId = newId();
    const after = JSON.parse('{"$set":{"a.b":1},"":"empty","__proto__":{"x":1},"2":0,"text":"\\u0000é😀"}');
    await service.deliver(eventOf(tenantId, { change: { before: null, after } }));
    const { newValue } = await only(tenantId);
    expect(JSON.stringify(newValue)).toBe(JSON.stringify(after));
  });
});
