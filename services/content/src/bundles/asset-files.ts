import { type Readable } from 'node:stream';
import { type AnswerOf, calls } from '@siteninja/contracts';
import { DomainError, tenantOf } from '@siteninja/core';
import { type ContentCtx } from '../context';

type Stretch = AnswerOf<typeof calls.listAssetOriginals>;
type Listed = Stretch['items'][number];

/** An asset with its original file, which whoever is given it reads or destroys. */
export interface AssetFile {
  asset: Listed;
  content: Readable;
}

/** Files that are asked for before their turn: most are small, and asking takes longer than sending them. */
const ASKED_AHEAD = 4;

/** The first of the tenant's assets, newest first. @throws unavailable */
export function listAssets(ctx: ContentCtx, cursor?: string): Promise<Stretch> {
  const query = { tenantId: tenantOf(ctx), ...(cursor === undefined ? {} : { cursor }) };
  return ctx.ports.services.call(ctx, calls.listAssetOriginals, { query });
}

/**
 * The files of these assets and of those that follow, in the order of their list. One that is deleted meanwhile is
 * left out.
 * @throws unavailable
 */
export async function* assetFiles(ctx: ContentCtx, first: Stretch): AsyncGenerator<AssetFile> {
  const asked: Promise<Answer>[] = [];
  try {
    for await (const asset of assetsFrom(ctx, first)) {
      asked.push(ask(ctx, asset));
      if (asked.length > ASKED_AHEAD) yield* received(await asked.shift());
    }
    while (asked.length > 0) yield* received(await asked.shift());
  } finally {
    for (const each of asked) void each.then((file) => file && 'content' in file && file.content.destroy());
  }
}

async function* assetsFrom(ctx: ContentCtx, first: Stretch): AsyncGenerator<Listed> {
  yield* first.items;
  for (let cursor = first.nextCursor; cursor !== null;) {
    const { items, nextCursor } = await listAssets(ctx, cursor);
    yield* items;
    cursor = nextCursor;
  }
}

/** Null where the asset is gone. */
type Answer = AssetFile | { error: unknown } | null;

/** Never throws, as nobody may be waiting for it yet. */
async function ask(ctx: ContentCtx, asset: Listed): Promise<Answer> {
  const input = { params: { assetId: asset.id }, query: { tenantId: tenantOf(ctx) } };
  try {
    return { asset, content: await ctx.ports.services.download(ctx, calls.downloadAssetOriginal, input) };
  } catch (error) {
    return error instanceof DomainError && error.kind === 'not_found' ? null : { error };
  }
}

function received(answer: Answer | undefined): AssetFile[] {
  if (answer && 'error' in answer) throw answer.error;
  return answer ? [answer] : [];
}
