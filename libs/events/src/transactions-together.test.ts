import { type Ctx, DomainError } from '@siteninja/core';
import { type TcpProxy } from '@siteninja/testing';
import { outbox } from './outbox/outbox';
import { newEvent, proxiedDatabase, rows, type TestDatabase, waiting } from './test-support';
import { transaction } from './transaction';
import { type Tx } from './tx';

describe('transactions that wait for each other and may be committed together', () => {
  let database: TestDatabase;
  let proxy: TcpProxy;
  let ctx: Ctx;
  let close: () => Promise<void>;
  beforeEach(async () => {
    ({ database, proxy, ctx, close } = await proxiedDatabase());
  });
  afterEach(() => close());

  const insert = (name: string) => async (tx: Tx) => {
    await rows.in(tx).insert({ name, count: 0 });
    tx.record(newEvent(1, name));
  };
  const refusal = new DomainError('gone', 'row.gone', 'It is gone.');
  /** Resolves when it is at work. */
  const begun = (work: () => Promise<void>) =>
    new Promise<{ ended: Promise<void> }>((resolve) => {
      const ended: Promise<void> = transaction(
        ctx,
        () => {
          resolve({ ended });
          return work();
        },
        { together: true },
      );
    });
  /** Has all of them wait for one that is at work when they come. */
  const gathered = async (works: readonly ((tx: Tx) => Promise<void>)[], by = works.map(() => ctx)) => {
    let end = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      end = resolve;
    });
    const first = await begun(() => held);
    const all = works.map((work, index) => transaction(by[index] ?? ctx, work, { together: true }));
    end();
    const results = await Promise.allSettled(all);
    await first.ended;
    return results.map((result) => (result.status === 'fulfilled' ? 'done' : result.reason));
  };
  const names = async () =>
    (await rows.in(database.ctx).find({}, { sort: { name: 1 } })).map(({ name }) => name);
  const recorded = async () =>
    (await outbox.in(database.ctx).find({}, { sort: { _id: 1 } })).map(({ event }) => event.resource.id);

  it('they share a commit, and all changes are there, with their events in order', async () => {
    const wanted = ['a', 'b', 'c', 'd'];
    const sessions = new Set<unknown>();
    const works = wanted.map((name) => (tx: Tx) => {
      sessions.add(tx.session);
      return insert(name)(tx);
    });
    expect(await gathered(works)).toEqual(['done', 'done', 'done', 'done']);
    expect(sessions.size).toBe(1);
    expect(await names()).toEqual(wanted);
    expect(await recorded()).toEqual(wanted);
  });

  it('one that throws changes nothing, and the others are done as if it had not been there', async () => {
    const refused = async (tx: Tx): Promise<void> => {
      await insert('refused')(tx);
      throw refusal;
    };
    expect(await gathered([insert('a'), refused, insert('b')])).toEqual(['done', refusal, 'done']);
    expect(await names()).toEqual(['a', 'b']);
    expect(await recorded()).toEqual(['a', 'b']);
  });

  it('of twenty that make the same thing one succeeds, and the others conflict', async () => {
    const outcomes = await gathered(Array.from({ length: 20 }, () => insert('same')));
    const conflicts = outcomes.filter((outcome) => outcome instanceof DomainError);
    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1);
    expect(conflicts.map(({ code }) => code)).toEqual(Array(19).fill('row.name_taken'));
    expect(await recorded()).toEqual(['same']);
  });

  it('one whose client has gone meanwhile is not begun', async () => {
    const request = { id: 'r', ipAddress: '', userAgent: null, ifMatch: null, isAborted: () => true };
    const by = [ctx, { ...ctx, request }, ctx];
    const outcomes = await gathered([insert('a'), insert('gone'), insert('b')], by);
    expect(outcomes).toEqual(['done', expect.objectContaining({ kind: 'unavailable' }), 'done']);
    expect(await names()).toEqual(['a', 'b']);
  });

  it('what follows the commit is done for each of them', async () => {
    const followed: number[] = [];
    const works = [1, 2, 3].map((number) => (tx: Tx) => {
      tx.afterCommit(() => Promise.resolve(void followed.push(number)));
      return insert(String(number))(tx);
    });
    await gathered(works);
    expect(followed.sort()).toEqual([1, 2, 3]);
  });

  it('they take turns with those that are committed by themselves', async () => {
    const log: string[] = [];
    const say = (what: string) => () => Promise.resolve(void log.push(what));
    const alone = transaction(ctx, say('alone'));
    const together = ['a', 'b'].map((name) => transaction(ctx, say(name), { together: true }));
    await Promise.all([alone, ...together, transaction(ctx, say('last'))]);
    expect(log).toEqual(['alone', 'a', 'b', 'last']);
  });

  it('when the database goes all are answered with unavailable, nothing is changed, and none is begun again', async () => {
    let begun = 0;
    const losing = async (tx: Tx): Promise<void> => {
      begun += 1;
      await proxy.close();
      await insert('lost')(tx);
    };
    const outcomes = await gathered([insert('a'), losing, insert('b')]);
    expect(outcomes).toEqual(Array(3).fill(expect.objectContaining({ code: 'database.busy' })));
    expect(begun).toBeLessThan(5);
    expect(await names()).toEqual([]);
    expect(await waiting(database.ctx)).toBe(0);
  });
});
