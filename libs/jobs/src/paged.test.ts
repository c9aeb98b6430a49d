import { definePagedJobs, pageAfter } from './paged';
import { startTestCluster, type TestCluster } from './test-support';
import { type JobWorker } from './worker';

const NAMES = Array.from({ length: 25 }, (_, index) => ({ _id: `n${String(index).padStart(2, '0')}` }));
const PAGE_SIZE = 10;
const DAY_SECONDS = 24 * 60 * 60;

describe('work that is done a page at a time', () => {
  let cluster: TestCluster;
  /** The first row of each page, in the order in which they were done. */
  let pages: (string | undefined)[];
  beforeEach(async () => {
    cluster = await startTestCluster();
    pages = [];
  });
  afterEach(() => cluster.stop());

  const work = (options: { isDue?: () => boolean; failsAt?: string } = {}) => {
    let left = options.failsAt;
    return definePagedJobs({
      name: 'look-through',
      everySeconds: DAY_SECONDS,
      ...(options.isDue ? { isDue: options.isDue } : {}),
      perform: (_ctx, after) => {
        const rows = NAMES.filter(({ _id }) => _id > after).slice(0, PAGE_SIZE);
        pages.push(rows[0]?._id);
        if (rows[0]?._id === left) {
          left = undefined;
          throw new Error('The process ends here.');
        }
        return Promise.resolve(pageAfter(rows, PAGE_SIZE));
      },
    });
  };

  /** The first one comes after the first interval. */
  const turn = (worker: JobWorker): Promise<void> => {
    cluster.clock.advance(DAY_SECONDS * 1_000);
    return worker.runDue();
  };

  it('goes over all pages once a turn, and begins again with the next one', async () => {
    const worker = await cluster.start(work());
    await turn(worker);
    expect(pages).toEqual(['n00', 'n10', 'n20']);
    await worker.runDue();
    expect(pages).toHaveLength(3);
    await turn(worker);
    expect(pages).toEqual(['n00', 'n10', 'n20', 'n00', 'n10', 'n20']);
  });

  it('does again the page alone that has failed', async () => {
    const worker = await cluster.start(work({ failsAt: 'n10' }));
    await turn(worker);
    cluster.clock.advance(60 * 60_000);
    await worker.runDue();
    expect(pages).toEqual(['n00', 'n10', 'n10', 'n20']);
  });

  it('is not begun where there is nothing to do', async () => {
    const worker = await cluster.start(work({ isDue: () => false }));
    await turn(worker);
    expect(pages).toEqual([]);
  });
});
