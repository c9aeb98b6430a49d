import { type DomainEvent } from '@siteninja/contracts';
import { createLog, newId } from '@siteninja/core';
import { inProcessBus } from '@siteninja/events';
import { startForTest, type TestService } from '@siteninja/testing';
import { integrationService } from '../app';
import { type IntegrationCtx } from '../context';
import { auditHeads, auditLogs, PLATFORM } from './audit-log.model';
import { verifyChain } from './verify-chain';

const database = { MONGODB_DATABASE: `test_integration_${newId().slice(-12)}` };
const bus = inProcessBus({ log: createLog('bus', 'silent'), confirmTimeoutMs: 20_000 });
let service: TestService<IntegrationCtx>;
/** Other processes of the service, on the same database. */
let second: TestService<IntegrationCtx>;
let onBus: TestService<IntegrationCtx>;
beforeAll(async () => {
  service = await startForTest(integrationService, { env: database });
  second = await startForTest(integrationService, { env: database });
  onBus = await startForTest(integrationService, { env: database, shared: { bus } });
});
afterAll(async () => {
  await Promise.all([second.stop(), onBus.stop(), service.stop()]);
  await bus.close();
});

/** Something that a user of the tenant did. */
const deed = (tenantId: string | null): DomainEvent => ({
  id: newId(),
  type: 'page.updated',
  version: 1,
  occurredAt: new Date().toISOString(),
  tenantId,
  actor: { type: 'user', userId: newId(), ipAddress: '203.0.113.7', userAgent: 'Firefox' },
  requestId: 'r-1',
  resource: { type: 'page', id: newId(), version: 2 },
  data: { title: 'New' },
});
const inChain = (tenantId: string): IntegrationCtx => ({ ...service.ctx, tenantId });
const verify = (tenantId: string) => verifyChain(inChain(tenantId));

describe('the chain', () => {
  let tenantId: string;
  let rows: ReturnType<typeof auditLogs.in>;
  beforeEach(async () => {
    tenantId = newId();
    rows = auditLogs.in(inChain(tenantId));
    for (let count = 0; count < 4; count++) await service.deliver(deed(tenantId));
  });

  it('numbers the entries of each tenant from 1, each with the hash of the one before', async () => {
    const entries = await rows.find({}, { sort: { sequence: 1 } });
    expect(entries.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4]);
    expect(entries.map(({ previousHash }) => previousHash)).toEqual([
      null,
      ...entries.slice(0, 3).map(({ hash }) => hash),
    ]);
    expect(await verify(tenantId)).toEqual({ valid: true, entries: 4 });
  });

  it('gives an edit away', async () => {
    await rows.updateOne({ sequence: 2 }, { $set: { newValue: '{"title":"Other"}' } });
    expect(await verify(tenantId)).toEqual({ valid: false, sequence: 2, problem: 'changed' });
  });

  it('gives a deletion away', async () => {
    await rows.delete({ sequence: 2 });
    expect(await verify(tenantId)).toEqual({ valid: false, sequence: 2, problem: 'missing' });
  });

  it('gives a swap away', async () => {
    for (const [from, to] of [
      [2, 0],
      [3, 2],
      [0, 3],
    ] as const) {
      await rows.updateOne({ sequence: from }, { $set: { sequence: to } });
    }
    expect(await verify(tenantId)).toEqual({ valid: false, sequence: 2, problem: 'changed' });
  });

  it('gives away that its last entries, or all of them, were cut off', async () => {
    await rows.delete({ sequence: { $gt: 2 } });
    expect(await verify(tenantId)).toEqual({ valid: false, sequence: 3, problem: 'missing' });
    await rows.delete({});
    expect(await verify(tenantId)).toEqual({ valid: false, sequence: 1, problem: 'missing' });
  });

  it('gives away that its end was set back', async () => {
    const third = await rows.findOne({ sequence: 3 });
    await auditHeads.in(inChain(tenantId)).updateOne({}, { $set: { sequence: 3, hash: third?.hash ?? '' } });
    expect(await verify(tenantId)).toEqual({ valid: false, sequence: 4, problem: 'changed' });
  });

  it('is none for a tenant in which nothing was done', async () => {
    expect(await verify(newId())).toEqual({ valid: true, entries: 0 });
  });

  it('of what belongs to no tenant is one of its own', async () => {
    await service.deliver(deed(null));
    expect(await verify(PLATFORM)).toEqual({ valid: true, entries: 1 });
  });

  it('is whole although two processes write at once', async () => {
    const events = Array.from({ length: 20 }, () => deed(tenantId));
    await Promise.all(events.map((event, index) => (index % 2 === 0 ? service : second).deliver(event)));
    await Promise.all(events.slice(0, 5).map((event) => second.deliver(event)));
    expect(await verify(tenantId)).toEqual({ valid: true, entries: 24 });
  });

  it('is whole when many events of several tenants come in one batch', async () => {
    const neighbour = newId();
    const events = Array.from({ length: 90 }, (_, index) => deed(index % 3 === 0 ? neighbour : tenantId));
    const { confirmed } = await bus.publish([...events, ...events.slice(0, 20)]);
    expect(new Set(confirmed).size).toBe(90);
    expect(await verify(tenantId)).toEqual({ valid: true, entries: 64 });
    expect(await verify(neighbour)).toEqual({ valid: true, entries: 30 });
    const written = await auditLogs.in(inChain(neighbour)).find({}, { sort: { sequence: 1 } });
    const expected = events.filter((event) => event.tenantId === neighbour).map(({ id }) => id);
    expect(written.map(({ _id }) => _id)).toEqual(expected);
  });
});
