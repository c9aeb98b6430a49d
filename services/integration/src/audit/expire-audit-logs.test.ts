import { DAY_MS, newId, testClock } from '@siteninja/core';
import { callers, startForTest, type TestService } from '@siteninja/testing';
import { integrationService } from '../app';
import { type IntegrationCtx } from '../context';
import { pageEvent } from '../deliveries/test-support';
import { auditLogs } from './audit-log.model';
import { stubCheckpoints } from './chain-test-support';

describe('entries of the audit log that are older than the plan keeps them', () => {
  const clock = testClock();
  let keptDays: number | null = 30;
  const kept: NonNullable<Parameters<typeof stubCheckpoints>[0]> = new Map();
  let service: TestService<IntegrationCtx>;
  let tenantId: string;
  let rows: ReturnType<typeof auditLogs.in>;
  beforeAll(async () => {
    service = await startForTest(integrationService, {
      stubs: stubCheckpoints(kept, () => keptDays),
      shared: { clock },
      env: { LOG_LEVEL: 'silent' },
    });
  });
  afterAll(() => service.stop());
  beforeEach(() => {
    tenantId = newId();
    rows = auditLogs.in({ ...service.ctx, tenantId });
    keptDays = 30;
  });
  const happened = async (times: number): Promise<void> => {
    for (let count = 0; count < times; count++) await service.deliver(pageEvent(tenantId, clock.now()));
  };
  const later = async (days: number): Promise<void> => {
    clock.advance(days * DAY_MS);
    await service.runDueJobs();
  };
  const verdict = async () =>
    (await service.as(callers.admin(tenantId)).get(`/tenants/${tenantId}/audit-logs/verify`)).body.data;
  const sequences = async () =>
    (await rows.find({}, { sort: { sequence: 1 } })).map(({ sequence }) => sequence);

  it('are deleted, and the log is verified from where it begins now', async () => {
    await happened(3);
    await later(20);
    await happened(2);
    await later(9);
    expect(await sequences()).toEqual([1, 2, 3, 4, 5]);
    await later(2);
    expect(await sequences()).toEqual([4, 5]);
    expect(await verdict()).toEqual({ valid: true, checked: 2 });
    await happened(1);
    expect(await verdict()).toEqual({ valid: true, checked: 3 });
    // Only what a checkpoint covers is cut off.
    await later(1);
    await later(40);
    expect(await sequences()).toEqual([]);
    expect(await verdict()).toEqual({ valid: true, checked: 0 });
    await happened(1);
    expect([await sequences(), await verdict()]).toEqual([[7], { valid: true, checked: 1 }]);
  });

  it('that are deleted by somebody else, or put before the beginning, are found all the same', async () => {
    await happened(3);
    await later(20);
    await happened(3);
    await later(11);
    expect(await sequences()).toEqual([4, 5, 6]);
    const forged = await rows.updateOne({ sequence: 4 }, { $set: { sequence: 2 } });
    expect(forged).not.toBeNull();
    expect(await verdict()).toEqual({ valid: false, checked: 0, brokenAt: 4 });
    await rows.delete({ sequence: 2 });
    expect(await verdict()).toEqual({ valid: false, checked: 0, brokenAt: 4 });
  });

  it('are kept while the chain is not intact, and for ever where the plan has no limit', async () => {
    await happened(2);
    await later(1);
    await rows.updateOne({ sequence: 2 }, { $set: { action: 'page.delete' } });
    await later(40);
    expect(await sequences()).toEqual([1, 2]);
    tenantId = newId();
    rows = auditLogs.in({ ...service.ctx, tenantId });
    keptDays = null;
    await happened(2);
    await later(1_000);
    expect(await sequences()).toEqual([1, 2]);
  });

  it('that a process left which ended after the log had got its new beginning go with the next turn', async () => {
    await happened(3);
    await later(1);
    const second = await rows.findOne({ sequence: 2 });
    const start = { sequence: 2, hash: second?.hash ?? '' };
    kept.set(tenantId, { ...kept.get(tenantId), start, cutAt: clock.now().toISOString() });
    expect(await verdict()).toEqual({ valid: true, checked: 1 });
    await later(1);
    expect([await sequences(), await verdict()]).toEqual([[3], { valid: true, checked: 1 }]);
  });
});
