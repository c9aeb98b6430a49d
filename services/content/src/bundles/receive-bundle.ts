import { createHash, type Hash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { crawlerRules, type CrawlerRules } from '@siteninja/contracts';
import { ensure, invalid, newId } from '@siteninja/core';
import { type ParsedBody, parseJson } from '@siteninja/http';
import { type Infer, parse, type Schema } from '@siteninja/schema';
import { type ContentCtx } from '../context';
import { type SiteBranding } from '../markup/site';
import { assertRoomForPages } from '../sites/plan-limits';
import { readySite } from '../sites/ready-site';
import { FILES, FORMAT_VERSION, MANIFEST, manifest } from './bundle-format';
import { Findings } from './findings';
import { brandingLine } from './import.schema';
import { type ReceivedItems, readNavigation } from './read-navigation';
import { type PagePlace, readPages } from './read-pages';
import { type ReceivedRedirects, readRedirects } from './read-redirects';
import { readArchive, type ReceivedEntry } from './read-archive';
import { readLines } from './read-lines';
import { ReceivedFiles } from './receive-files';
import { makeTemporaryFolder, removeFolder, Spool } from './spool';

/** A whole bundle that has passed all rules that can be checked without the site that it becomes. */
export interface ReceivedBundle {
  importId: string;
  folder: string;
  manifest: Infer<typeof manifest>;
  /** Spooled, see `checkedPage`. */
  pages: Spool;
  places: ReadonlyMap<string, PagePlace>;
  navigation: ReceivedItems;
  redirects: ReceivedRedirects;
  crawlers: CrawlerRules;
  branding: SiteBranding;
  files: ReceivedFiles;
  findings: Findings;
  /** Whether the files are to be kept, or nobody can tell: then the asset service finds out. */
  keepsFiles: boolean;
}

/**
 * Reads an archive as it comes. Its files are sent on to the asset service, where
 * nobody sees them; they are deleted with `discard` unless the bundle was imported.
 * @throws invalid, naming entry, line and field; payment_required, unavailable
 */
export async function receiveBundle(ctx: ContentCtx, bytes: AsyncIterable<Buffer>): Promise<ParsedBody> {
  await readySite(ctx);
  const receiving = new Receiving(ctx, await makeTemporaryFolder(ctx));
  const hash = createHash('sha256');
  try {
    await readArchive(hashed(bytes, hash), (entry) => receiving.take(entry));
    const bundle = receiving.whole();
    const digest = hash.digest('base64url');
    return {
      body: bundle,
      fingerprint: () => Promise.resolve(digest),
      discard: () => receiving.discard(bundle.keepsFiles),
    };
  } catch (error) {
    await receiving.discard(false);
    throw error;
  }
}

async function* hashed(bytes: AsyncIterable<Buffer>, hash: Hash): AsyncGenerator<Buffer> {
  for await (const chunk of bytes) {
    hash.update(chunk);
    yield chunk;
  }
}

/** What has come of a bundle so far. */
class Receiving {
  readonly #ctx: ContentCtx;
  readonly #folder: string;
  readonly #importId = newId();
  readonly #findings = new Findings();
  readonly #files: ReceivedFiles;
  readonly #parts: Partial<ReceivedBundle> = {};

  constructor(ctx: ContentCtx, folder: string) {
    this.#ctx = ctx;
    this.#folder = folder;
    this.#files = new ReceivedFiles(ctx, this.#importId);
  }

  async take(entry: ReceivedEntry): Promise<void> {
    const { manifest: about } = this.#parts;
    if (about && entry.name.startsWith(`${FILES}/`)) return this.#files.send(entry, about.tenantId);
    const findings = this.#findings;
    switch (entry.name) {
      case MANIFEST:
        this.#parts.manifest = await this.#readManifest(entry);
        break;
      case 'pages.ndjson':
        this.#parts.pages = await Spool.create(this.#folder, 'checked-pages.ndjson');
        this.#parts.places = await readPages(entry, this.#parts.pages, findings);
        await assertRoomForPages(this.#ctx, this.#parts.places.size);
        break;
      case 'navigation.ndjson':
        this.#parts.navigation = await readNavigation(entry, findings);
        break;
      case 'redirects.ndjson':
        this.#parts.redirects = await readRedirects(entry, findings);
        break;
      case 'crawlers.ndjson':
        this.#parts.crawlers = await readOne(entry, findings, crawlerRules);
        break;
      case 'branding.ndjson':
        this.#parts.branding = await readOne(entry, findings, brandingLine);
        break;
      default:
        await this.#files.readLines(entry, findings);
    }
  }

  /** Once the archive has been read to its end. */
  whole(): ReceivedBundle {
    const { manifest: about, pages, places, navigation, redirects, crawlers, branding } = this.#parts;
    if (!about || !pages || !places || !navigation || !redirects || !crawlers || !branding) {
      throw new Error('A whole archive has all of its entries.');
    }
    return {
      ...{ importId: this.#importId, folder: this.#folder, manifest: about, pages, places },
      ...{ navigation, redirects, crawlers, branding, files: this.#files },
      ...{ findings: this.#findings, keepsFiles: false },
    };
  }

  async discard(keepsFiles: boolean): Promise<void> {
    await this.#files.settle();
    await removeFolder(this.#folder);
    if (!keepsFiles) await this.#files.drop();
  }

  async #readManifest({ content }: ReceivedEntry): Promise<Infer<typeof manifest>> {
    const read = parse(manifest, parseJson(await buffer(content)));
    if ('errors' in read) {
      throw invalid(read.errors.map(({ field, message }) => ({ field: `${MANIFEST} ${field}`, message })));
    }
    const { version } = read.value;
    ensure(version <= FORMAT_VERSION, () =>
      invalid([
        {
          field: `${MANIFEST} version`,
          message: `It is ${version}; ${FORMAT_VERSION} is the newest known here.`,
        },
      ]),
    );
    return read.value;
  }
}

/** @throws invalid for anything but one line */
async function readOne<T>(entry: ReceivedEntry, findings: Findings, schema: Schema<T>): Promise<T> {
  const values: T[] = [];
  await readLines(entry, findings, { schema, max: 1, take: (value) => void values.push(value) });
  const [value] = values;
  if (value === undefined) throw invalid([{ field: entry.name, message: 'It has no line.' }]);
  return value;
}
