import { TransactionQueue } from './transaction-queue';

const nothing = (): Promise<void> => Promise.resolve();

/** Work that says when it is at work, and ends when the test says so. */
class Gate {
  running = 0;
  readonly #ended: Promise<void>;
  open = (): void => undefined;

  constructor() {
    this.#ended = new Promise((resolve) => {
      this.open = resolve;
    });
  }

  readonly work = async (): Promise<void> => {
    this.running += 1;
    await this.#ended;
    this.running -= 1;
  };
}

const turnOfTheLoop = (): Promise<void> => new Promise((go) => setImmediate(go));

describe('TransactionQueue', () => {
  it('one key takes one slot however much waits for it, so that others are served meanwhile', async () => {
    const queue = new TransactionQueue();
    const gate = new Gate();
    const greedy = Array.from({ length: 60 }, () => queue.run('user greedy', gate.work));
    await turnOfTheLoop();
    expect(gate.running).toBe(1);
    await Promise.all(['user a', 'user b', 'tenant c', undefined].map((key) => queue.run(key, nothing)));
    gate.open();
    await Promise.all(greedy);
  });

  it('no more than eight transactions run at once', async () => {
    const queue = new TransactionQueue();
    const gate = new Gate();
    const all = Array.from({ length: 20 }, (_, index) => queue.run(`user ${index}`, gate.work));
    await turnOfTheLoop();
    expect(gate.running).toBe(8);
    gate.open();
    await Promise.all(all);
  });

  it('the 502nd of one key is refused at once, with Retry-After', async () => {
    const queue = new TransactionQueue();
    const gate = new Gate();
    const taken = Array.from({ length: 501 }, () => queue.run('user u', gate.work));
    await expect(queue.run('user u', nothing)).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'database.busy',
      headers: { 'Retry-After': expect.any(String) },
    });
    gate.open();
    await Promise.all(taken);
  });

  it('cancel refuses what waits for its turn and what waits for a slot', async () => {
    const queue = new TransactionQueue();
    const gate = new Gate();
    const running = Array.from({ length: 8 }, (_, index) => queue.run(`user ${index}`, gate.work));
    const waiting = ['user 0', 'user new'].map((key) => queue.run(key, nothing));
    await turnOfTheLoop();
    queue.cancel();
    const results = await Promise.allSettled(waiting);
    const codes = results.map((result) => (result.status === 'rejected' ? result.reason.code : 'done'));
    expect(codes).toEqual(['database.busy', 'database.busy']);
    gate.open();
    await Promise.all(running);
  });
});
