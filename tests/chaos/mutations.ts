import { type Holding, type Read, type Refusal, type Span, type Write } from './histories';
import { type Answer, type TenantAdmin } from './tenant-admin';

const PAGES = 4;
const SLUGS = 6;
/** Of the files that are uploaded; each has other bytes. */
export const FILE_BYTES = 30_000;

/** What became of a change: made, refused without effect, or nobody knows. */
export type Fate = 'made' | 'refused' | 'unknown';

/** Numbers from 0 to 1, the same for the same seed. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A busy tenant: several people change the same pages, take the same addresses and fill the same storage. */
export class Mutations {
  /** By the id of each request that changes something. */
  readonly fates = new Map<string, Fate>();
  readonly writes = new Map<string, Write[]>();
  readonly reads = new Map<string, Read[]>();
  readonly slugs = new Map<string, { holdings: Holding[]; refusals: Refusal[] }>();
  readonly files = { holdings: new Array<Holding>(), refusals: new Array<Refusal>() };
  readonly #statuses = new Map<number, number>();
  /** What is there and may be deleted: the holding, and its path. */
  readonly #there = { pages: new Array<[string, Holding]>(), assets: new Array<[string, Holding]>() };
  #pages: string[] = [];

  constructor(
    private readonly admin: TenantAdmin,
    private readonly random: () => number,
  ) {}

  async prepare(): Promise<void> {
    for (let number = 0; number < PAGES; number += 1) {
      const slug = `shared-${number}`;
      const { body } = await this.admin.send('POST', '/pages', { slug, title: slug });
      this.#pages.push(body.data.id);
    }
  }

  /** How often each status was answered; 0 is no answer. */
  get statuses(): Record<string, number> {
    return Object.fromEntries([...this.#statuses].sort(([a], [b]) => a - b));
  }

  /** One change, or two. */
  async mutate(): Promise<void> {
    const what = this.random();
    if (what < 0.6) await this.#write();
    else if (what < 0.85) await this.#takeOrReturn(this.#there.pages, () => this.#createPage());
    else await this.#takeOrReturn(this.#there.assets, () => this.#upload());
  }

  async #write(): Promise<void> {
    const id = this.#pick(this.#pages);
    const path = `/pages/${id}`;
    const began = Date.now();
    const seen = await this.admin.read(path).catch(() => undefined);
    if (seen?.status !== 200) return;
    const { revision, title } = seen.body.data;
    listOf(this.reads, id).push({ began, ended: Date.now(), revision, value: title });
    const value = `title ${this.fates.size}`;
    const headers = { 'if-match': seen.headers.get('etag') ?? '' };
    const { fate, answer, ...span } = await this.#send('PUT', path, { title: value }, headers);
    const made = fate === 'made' ? answer?.body.data.revision : undefined;
    // What was refused for another reason than a newer revision tells nothing.
    if (fate === 'refused' && answer?.status !== 412) return;
    const written = fate === 'refused' ? null : made;
    listOf(this.writes, id).push({ ...span, expected: revision, value, revision: written });
  }

  async #createPage(): Promise<void> {
    const slug = `slug-${Math.floor(this.random() * SLUGS)}`;
    const history = this.slugs.get(slug) ?? { holdings: [], refusals: [] };
    this.slugs.set(slug, history);
    const { fate, answer, ...span } = await this.#send('POST', '/pages', { slug, title: slug });
    this.#note(history, { fate, answer, span, amount: 1, refusedWith: 409 }, this.#there.pages, '/pages');
  }

  async #upload(): Promise<void> {
    const body = new FormData();
    const bytes = `%PDF-1.4\n${this.fates.size} `.padEnd(FILE_BYTES, 'x');
    body.set('file', new Blob([bytes], { type: 'application/pdf' }), 'file.pdf');
    const { fate, answer, ...span } = await this.#send('POST', '/assets', body);
    const outcome = { fate, answer, span, amount: FILE_BYTES, refusedWith: 402 };
    this.#note(this.files, outcome, this.#there.assets, '/assets');
  }

  #note(
    history: { holdings: Holding[]; refusals: Refusal[] },
    { fate, answer, span, amount, refusedWith }: Taken,
    there: [string, Holding][],
    path: string,
  ): void {
    if (answer?.status === refusedWith) history.refusals.push({ ...span, amount });
    // A refusal of another kind may have taken something for a while.
    else {
      const holding: Holding = { amount, taken: span, isCertain: fate === 'made' };
      history.holdings.push(holding);
      if (fate === 'made') there.push([`${path}/${answer?.body.data.id}`, holding]);
    }
  }

  async #takeOrReturn(there: [string, Holding][], take: () => Promise<void>): Promise<void> {
    const [returned] = this.random() < 0.5 ? there.splice(Math.floor(this.random() * there.length), 1) : [];
    if (!returned) return take();
    const [path, holding] = returned;
    const { fate, began, ended } = await this.#send('DELETE', path);
    if (fate === 'made') holding.returned = { began, ended };
    else if (fate === 'unknown') holding.returned = { began };
    else there.push(returned);
  }

  async #send(method: string, path: string, body?: object, headers: Record<string, string> = {}) {
    const requestId = `chaos-${this.fates.size}`;
    this.fates.set(requestId, 'unknown');
    const began = Date.now();
    const answer = await this.admin
      .send(method, path, body, { ...headers, 'x-request-id': requestId })
      .catch(() => undefined);
    const fate = fateOf(answer);
    this.fates.set(requestId, fate);
    const status = answer?.status ?? 0;
    this.#statuses.set(status, (this.#statuses.get(status) ?? 0) + 1);
    return { fate, answer, began, ended: Date.now() };
  }

  #pick<T>(of: readonly T[]): T {
    const one = of[Math.floor(this.random() * of.length)];
    if (one === undefined) throw new Error('There is nothing to choose from.');
    return one;
  }
}

interface Taken {
  fate: Fate;
  answer: Answer | undefined;
  span: Span;
  amount: number;
  refusedWith: number;
}

function fateOf(answer: Answer | undefined): Fate {
  if (!answer) return 'unknown';
  if (answer.status < 300) return 'made';
  return answer.status < 500 || answer.status === 503 ? 'refused' : 'unknown';
}

function listOf<T>(lists: Map<string, T[]>, key: string): T[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}
