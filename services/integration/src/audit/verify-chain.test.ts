import { createLog, newId } from '@siteninja/core';
import { inProcessBus } from '@siteninja/events';
import { callers, startForTest, type TestService, until } from '@siteninja/testing';
import { integrationService } from '../app';
import { type IntegrationCtx } from '../context';
import { pageUpdated } from '../test-support';
import { auditHeads, auditLogs, PLATFORM } from './audit-log.model';
import { ERASED_DETAILS } from './chain';
import { stubCheckpoints } from './chain-test-support';
import { eraseAuditDetails } from './erase-details';
import { verifyChain } from './verify-chain';

const database = { MONGODB_DATABASE: `test_integration_${newId().slice(-12)}` };
const bus = inProcessBus({ log: createLog('bus', 'silent'), confirmTimeoutMs: 20_000 });
let service: TestService<IntegrationCtx>;
/** Other processes of the service, on the same database. */
let second: TestService<IntegrationCtx>;
let onBus: TestService<IntegrationCtx>;
const stubs = stubCheckpoints();
beforeAll(async () => {
  service = await startForTest(integrationService, { env: database, stubs });
  second = await startForTest(integrationService, { env: database, stubs });
  onBus = await startForTest(integrationService, { env: database, stubs, shared: { bus } });
});
afterAll(async () => {
  await Promise.all([second.stop(), onBus.stop(), service.stop()]);
  await bus.close();
});

const inChain = (tenantId: string): IntegrationCtx => ({ ...service.ctx, tenantId });
const verify = (tenantId: string) => verifyChain(inChain(tenantId));

describe('the stored audit chain', () => {
  let tenantId: string;
  let rows: ReturnType<typeof auditLogs.in>;
  beforeEach(async () => {
    tenantId = newId();
    rows = auditLogs.in(inChain(tenantId));
    for (let count = 0; count < 4; count++) await service.deliver(pageUpdated(tenantId));
  });

  it("a tenant's audit entries are numbered from 1, each with the hash of the one before", async () => {
    const entries = await rows.find({}, { sort: { sequence: 1 } });
    expect(entries.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4]);
    expect(entries.map(({ previousHash }) => previousHash)).toEqual([
      null,
      ...entries.slice(0, 3).map(({ hash }) => hash),
    ]);
    expect(await verify(tenantId)).toEqual({ valid: true, entries: 4 });
  });

  it('verification of the stored chain detects an edit', async () => {
    await rows.updateOne({ sequence: 2 }, { $set: { newValue: '{"title":"Other"}' } });
    expect(await verify(tenantId)).toEqual({ valid: false, sequence: 2, problem: 'changed' });
  });

  it('verification of the stored chain detects a deletion', async () => {
    await rows.delete({ sequence: 2 });
    expect(await verify(tenantId)).toEqual({ valid: false, sequence: 2, problem: 'missing' });
  });

  it('verification of the stored chain detects a swap', async () => {
    for (const [from, to] of [
      [2, 0],
      [3, 2],
      [0, 3],
    ] as const) {
      await rows.updateOne({ sequence: from }, { $set: { sequence: to } });
    }
    expect(await verify(tenantId)).toEqual({ valid: false, sequence: 2, problem: 'changed' });
  });

  it('verification of the stored chain detects that its last or all entries were removed', async () => {
    await rows.delete({ sequence: { $gt: 2 } });
    expect(await verify(tenantId)).toEqual({ valid: false, sequence: 3, problem: 'missing' });
    await rows.delete({});
    expect(await verify(tenantId)).toEqual({ valid: false, sequence: 1, problem: 'missing' });
  });

  it('verification of the stored chain detects that its head was set back', async () => {
    const third = await rows.findOne({ sequence: 3 });
    await auditHeads.in(inChain(tenantId)).updateOne({}, { $set: { sequence: 3, hash: third?.hash ?? '' } });
    expect(await verify(tenantId)).toEqual({ valid: false, sequence: 4, problem: 'changed' });
  });

  it('the chain of a tenant without events is valid and empty', async () => {
    expect(await verify(newId())).toEqual({ valid: true, entries: 0 });
  });

  it('events without a tenant form a chain of their own', async () => {
    await service.deliver(pageUpdated(null));
    expect(await verify(PLATFORM)).toEqual({ valid: true, entries: 1 });
  });

  it('the chain stays valid when two processes write at once', async () => {
    const events = Array.from({ length: 20 }, () => pageUpdated(tenantId));
    await Promise.all(events.map((event, index) => (index % 2 === 0 ? service : second).deliver(event)));
    await Promise.all(events.slice(0, 5).map((event) => second.deliver(event)));
    expect(await verify(tenantId)).toEqual({ valid: true, entries: 24 });
  });

  it('the details of a tenant that is erased go a part at a time, until none is left', async () => {
    for (let count = 0; count < 56; count++) await service.deliver(pageUpdated(tenantId));
    const slow = { now: () => new Date(), monotonicMs: jest.fn() };
    for (let call = 0; call < 100; call += 1) slow.monotonicMs.mockReturnValueOnce(call * 10_000);
    const ctx = { ...inChain(tenantId), clock: slow };
    const left = () => rows.count({ salt: { $gt: '' } });
    const counts = [await left()];
    while (await eraseAuditDetails(ctx)) counts.push(await left());
    counts.push(await left());
    expect(counts).toEqual([60, 10, 0]);
  });

  it('the chain of a tenant that is erased is valid and names nobody, also in what comes late', async () => {
    await service.deliver({ type: 'tenant.erased', tenantId });
    // Any of the three processes may do it.
    await until(async () => (await rows.count({ salt: { $gt: '' } })) === 0);
    await service.deliver(pageUpdated(tenantId));
    expect(await verify(tenantId)).toEqual({ valid: true, entries: 6 });
    const text = JSON.stringify(await rows.find({}));
    for (const detail of ['203.0.113.7', 'Firefox', 'r-1', 'New']) expect(text).not.toContain(detail);
    const platform = service.as(callers.superAdmin(tenantId));
    const { body } = await platform.get(`/tenants/${tenantId}/audit-logs/verify`);
    expect(body.data).toEqual({ valid: true, checked: 6 });
    const { items } = (await platform.get(`/tenants/${tenantId}/audit-logs`)).body.data;
    expect(items).toHaveLength(6);
    for (const entry of items) expect(entry).toMatchObject({ userId: null, newValue: null, metadata: null });
    await rows.updateOne({ sequence: 2 }, { $set: { action: 'page.delete' } });
    expect(await verify(tenantId)).toEqual({ valid: false, sequence: 2, problem: 'changed' });
  });

  it('verification detects details that were erased of a tenant that was not', async () => {
    await rows.updateOne({ sequence: 2 }, { $set: ERASED_DETAILS });
    expect(await verify(tenantId)).toEqual({ valid: false, sequence: 2, problem: 'changed' });
  });

  it('the chains stay valid when events of several tenants come in one batch', async () => {
    const neighbour = newId();
    const events = Array.from({ length: 90 }, (_, index) =>
      pageUpdated(index % 3 === 0 ? neighbour : tenantId),
    );
    const { confirmed } = await bus.publish([...events, ...events.slice(0, 20)]);
    expect(new Set(confirmed).size).toBe(90);
    expect(await verify(tenantId)).toEqual({ valid: true, entries: 64 });
    expect(await verify(neighbour)).toEqual({ valid: true, entries: 30 });
    const written = await auditLogs.in(inChain(neighbour)).find({}, { sort: { sequence: 1 } });
    const expected = events.filter((event) => event.tenantId === neighbour).map(({ id }) => id);
    expect(written.map(({ _id }) => _id)).toEqual(expected);
  });
});
