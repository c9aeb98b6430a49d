import { newId } from '@siteninja/core';
import { callers, startForTest, type TestService } from '@siteninja/testing';
import { tenantService } from '../app';
import { type TenantCtx } from '../context';

describe('the checkpoint of an audit log', () => {
  let service: TestService<TenantCtx>;
  beforeAll(async () => {
    service = await startForTest(tenantService);
  });
  afterAll(() => service.stop());

  const integration = () => service.as(callers.service('integration'));
  const link = (sequence: number, digit = 'a') => ({ sequence, hash: digit.repeat(64) });
  const keep = async (chain: string, end: object) => {
    const answer = await integration().put(`/internal/audit-checkpoints/${chain}`).send({ end });
    expect(answer.status).toBe(204);
  };
  const kept = async (chain: string) =>
    (await integration().get(`/internal/audit-checkpoints/${chain}`)).body.data.end;

  it('moves on and never back, and what is kept is not replaced', async () => {
    const chain = newId();
    expect(await kept(chain)).toBeNull();
    await keep(chain, link(5));
    await keep(chain, link(9));
    await keep(chain, link(7));
    await keep(chain, link(9, 'b'));
    expect(await kept(chain)).toEqual(link(9));
    expect(await kept('platform')).toBeNull();
  });

  it('is the latest of those that are told at once', async () => {
    const chain = newId();
    await Promise.all([3, 8, 1, 6, 8, 2].map((sequence) => keep(chain, link(sequence))));
    expect(await kept(chain)).toEqual(link(8));
  });

  it('begins behind entries that were kept for long enough: on up to its end, and never back', async () => {
    const chain = newId();
    const moveStart = async (sequence: number) => {
      const path = `/internal/audit-checkpoints/${chain}/start`;
      return (
        await integration()
          .put(path)
          .send({ start: link(sequence, 'c') })
      ).body.data.start;
    };
    expect(await moveStart(1)).toBeNull();
    await keep(chain, link(5));
    expect(await moveStart(6)).toBeNull();
    expect(await moveStart(3)).toEqual(link(3, 'c'));
    expect(await moveStart(2)).toEqual(link(3, 'c'));
    expect(await moveStart(5)).toEqual(link(5, 'c'));
  });

  it('outlives its tenant, as the chain does', async () => {
    const chain = newId();
    await keep(chain, link(2));
    await service.deliver({ type: 'tenant.erased', tenantId: chain });
    await service.runDueJobs();
    expect(await kept(chain)).toEqual(link(2));
  });
});
