import { basename, extname } from 'node:path';
import { type AnswerOf, calls } from '@siteninja/contracts';
import { DomainError, ensure, invalid, isId, newId, tenantOf } from '@siteninja/core';
import { type Infer } from '@siteninja/schema';
import { type ContentCtx } from '../context';
import { assetLine } from './bundle-format';
import { type Findings } from './findings';
import { type ReceivedEntry } from './read-archive';
import { readLines } from './read-lines';

type Answer = AnswerOf<typeof calls.importAsset>;

/** An asset of a bundle: what the bundle says of it, and what the asset service has made of its file. */
export type ReceivedAsset = Omit<Infer<typeof assetLine>, 'id' | 'file' | 'mimeType'> & { made: Answer };

/** Files that are worked on at once: pictures take longer to be made anew than to be sent. */
const MAX_UNDER_WAY = 4;
const MAX_ASSETS = 10_000;

/** Sends the files of a bundle on to the asset service as they come; nobody sees them there as yet. */
export class ReceivedFiles {
  readonly #ctx: ContentCtx;
  readonly #importId: string;
  readonly #made = new Map<string, Answer>();
  readonly #lines = new Map<string, Infer<typeof assetLine>>();
  readonly #underWay = new Set<Promise<void>>();
  #failed: Error | undefined;
  /** Whether the asset service may have something of this import. */
  #hasSent = false;

  constructor(ctx: ContentCtx, importId: string) {
    this.#ctx = ctx;
    this.#importId = importId;
  }

  /**
   * Resolves once the file has been sent, and with few others under way.
   * @param sourceTenantId whose site the bundle is of
   * @throws invalid, naming the entry, for what is no file that an asset can have; payment_required, unavailable
   */
  async send({ name, size, content }: ReceivedEntry, sourceTenantId: string): Promise<void> {
    ensure(size > 0, () => invalid([{ field: name, message: 'The file is empty.' }]));
    this.#hasSent = true;
    const params = { importId: this.#importId, assetId: newId() };
    const query = { tenantId: tenantOf(this.#ctx), ...sourceOf(name, sourceTenantId) };
    const sent = new Promise<void>((resolve) => content.once('end', resolve));
    const upload = this.#ctx.ports.services
      .upload(this.#ctx, calls.importAsset, { params, query }, { size, content })
      .then(
        (made) => void this.#made.set(name, made),
        (error: unknown) => {
          this.#failed ??= inArchive(name, error);
        },
      )
      .finally(() => this.#underWay.delete(upload));
    this.#underWay.add(upload);
    await Promise.race([sent, upload]);
    while (this.#underWay.size >= MAX_UNDER_WAY) await Promise.race(this.#underWay);
    this.#assertNoneFailed();
  }

  /** Waits for what is under way, however it ends. */
  async settle(): Promise<void> {
    await Promise.all(this.#underWay);
  }

  /** Has the asset service delete what it has of the import. Where it cannot be told it finds out by itself, later. */
  async drop(): Promise<void> {
    if (!this.#hasSent) return;
    const input = { params: { importId: this.#importId }, query: { tenantId: tenantOf(this.#ctx) } };
    await this.#ctx.ports.services.call(this.#ctx, calls.dropImport, input).catch((error: unknown) => {
      this.#ctx.log.warn('the files of an import are left to the sweeper', { error, ...input.params });
    });
  }

  /** @throws invalid, naming each line that is wrong */
  readLines(entry: ReceivedEntry, findings: Findings): Promise<void> {
    return readLines(entry, findings, {
      schema: assetLine,
      max: MAX_ASSETS,
      take: (line) => {
        const isExpected = line.file.startsWith(`files/${line.id}.`);
        ensure(isExpected && !this.#lines.has(line.file), () =>
          invalid([{ field: 'file', message: 'It names another asset, or is there twice.' }]),
        );
        this.#lines.set(line.file, line);
      },
    });
  }

  /**
   * The assets by the ids that the bundle calls them, once all of it has been read.
   * @throws invalid for a file of which nothing is said, or that is missing; what a file was refused with
   */
  async assets(): Promise<Map<string, ReceivedAsset>> {
    await this.settle();
    this.#assertNoneFailed();
    const unnamed = [...this.#made.keys()].filter((name) => !this.#lines.has(name));
    const missing = [...this.#lines.keys()].filter((name) => !this.#made.has(name));
    const errors = [
      ...unnamed.map((field) => ({ field, message: 'assets.ndjson says nothing of it.' })),
      ...missing.map((field) => ({ field, message: 'It is missing.' })),
    ];
    if (errors.length > 0) throw invalid(errors);
    return new Map(
      [...this.#lines.values()].flatMap(({ id, file, filename, alt, folder, focalPoint }) => {
        const made = this.#made.get(file);
        return made ? [[id, { filename, alt, folder, focalPoint, made }]] : [];
      }),
    );
  }

  #assertNoneFailed(): void {
    if (this.#failed !== undefined) throw this.#failed;
  }
}

/** Entries are called by the ids of their assets; in bundles that were made by hand they may be anything. */
function sourceOf(name: string, sourceTenantId: string) {
  const sourceAssetId = basename(name, extname(name));
  return isId(sourceAssetId) ? { sourceTenantId, sourceAssetId } : {};
}

const REFUSED = ['invalid', 'unsupported_media_type', 'too_large'];

/** The archive is what was sent, and not the file in it. */
function inArchive(name: string, error: unknown): Error {
  if (!(error instanceof Error)) return new Error(`${name} could not be sent.`, { cause: error });
  if (!(error instanceof DomainError) || !REFUSED.includes(error.kind)) return error;
  return invalid([{ field: name, message: error.details?.[0]?.message ?? error.message }]);
}
