import { newId, testClock } from '@siteninja/core';
import { callers, metricIn, startForTest, type TestService } from '@siteninja/testing';
import { integrationService } from '../app';
import { type IntegrationCtx } from '../context';
import { pageEvent } from '../deliveries/test-support';
import { auditHeads, auditLogs } from './audit-log.model';
import { stubCheckpoints } from './chain-test-support';
import { verifyChain } from './verify-chain';

describe('the checkpoints of audit logs', () => {
  const clock = testClock();
  const kept: NonNullable<Parameters<typeof stubCheckpoints>[0]> = new Map();
  const endOf = (chainId: string) => kept.get(chainId)?.end;
  let service: TestService<IntegrationCtx>;
  let tenantId: string;
  let chain: IntegrationCtx;
  let rows: ReturnType<typeof auditLogs.in>;
  beforeAll(async () => {
    service = await startForTest(integrationService, {
      stubs: stubCheckpoints(kept),
      shared: { clock },
      env: { LOG_LEVEL: 'silent' },
    });
  });
  afterAll(() => service.stop());
  beforeEach(async () => {
    tenantId = newId();
    chain = { ...service.ctx, tenantId };
    rows = auditLogs.in(chain);
    await happened(4);
  });
  const happened = async (times: number): Promise<void> => {
    for (let count = 0; count < times; count++) await service.deliver(pageEvent(tenantId, clock.now()));
  };
  const moveCheckpoints = async () => {
    clock.advance(60_000);
    await service.runDueJobs();
  };
  const setBack = async (sequence: number) => {
    await rows.delete({ sequence: { $gt: sequence } });
    const last = await rows.findOne({ sequence });
    await auditHeads.in(chain).updateOne({}, { $set: { sequence, hash: last?.hash ?? '' } });
  };

  it('verification detects that the last entries were removed and the head was set back, up to its checkpoint', async () => {
    await moveCheckpoints();
    expect(endOf(tenantId)).toMatchObject({ sequence: 4 });
    await happened(1);
    await setBack(4);
    expect(await verifyChain(chain)).toEqual({ valid: true, entries: 4 });
    await setBack(2);
    expect(await verifyChain(chain)).toEqual({ valid: false, sequence: 3, problem: 'missing' });
    await happened(2);
    expect(await verifyChain(chain)).toEqual({ valid: false, sequence: 4, problem: 'changed' });
  });

  it('a chain that was changed gets no further checkpoint, and fails the job that looks', async () => {
    await moveCheckpoints();
    await setBack(2);
    await happened(4);
    await moveCheckpoints();
    expect(endOf(tenantId)).toMatchObject({ sequence: 4 });
    const { text } = await service.plainly.get('/metrics');
    const failed = ['kind="audit.checkpoints"', 'outcome="retried"'];
    expect(metricIn(text, 'siteninja_job_runs_total', ...failed)).toBeGreaterThanOrEqual(1);
    const healthy = newId();
    await service.deliver(pageEvent(healthy, clock.now()));
    await moveCheckpoints();
    expect(endOf(healthy)).toMatchObject({ sequence: 1 });
  });

  it('verification answers 503 while nobody can tell the checkpoint', async () => {
    const alone = await startForTest(integrationService, { env: { TENANT_URL: 'http://127.0.0.1:1' } });
    const answer = await alone.as(callers.admin(tenantId)).get(`/tenants/${tenantId}/audit-logs/verify`);
    await alone.stop();
    expect([answer.status, answer.body.code]).toEqual([503, 'service.unavailable']);
  });
});
