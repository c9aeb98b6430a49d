import { Readable } from 'node:stream';
import { tenantOf } from '@siteninja/core';
import { RawAnswer, setDownloadHeaders } from '@siteninja/http';
import { type Infer } from '@siteninja/schema';
import { type ContentCtx } from '../context';
import { sendArchive, type Entry } from './archive';
import { type AssetFile, assetFiles, listAssets } from './asset-files';
import { type assetLine, FILES, FORMAT, FORMAT_VERSION, MANIFEST, type manifest } from './bundle-format';
import { readySite } from '../sites/ready-site';
import { hostsOf } from '../sites/site-host';
import { Spool, withTemporaryFolder } from './spool';
import { spoolSite } from './spool-site';

/**
 * The site's drafts, what surrounds them, and the files of its assets, as a bundle that is made while it is sent. The
 * assets are listed behind their files: those that are deleted while others are sent are left out.
 * @throws unavailable while the tenant's own events have not arrived, or where the asset service does not answer
 */
export function exportSite(ctx: ContentCtx): RawAnswer {
  return new RawAnswer(async (request, response) => {
    if (request.method === 'HEAD') {
      await readySite(ctx);
      setDownloadHeaders(response, 'application/gzip', 'site.tar.gz');
      response.end();
      return;
    }
    await withTemporaryFolder(ctx, async (folder) => {
      const spools = await spoolSite(ctx, folder);
      const first = await listAssets(ctx);
      setDownloadHeaders(response, 'application/gzip', 'site.tar.gz');
      await sendArchive(response, ctx.clock.now(), async (add) => {
        await add(manifestOf(ctx, await hostsOf(ctx)));
        for (const spooled of spools) await add(entryOf(spooled));
        const lines = await Spool.create(folder, 'assets.ndjson');
        for await (const file of assetFiles(ctx, first)) {
          const entry = entryOfFile(file);
          await add(entry);
          await lines.write([lineOf(file, entry.name)]);
        }
        await add(entryOf(lines));
      });
    });
  });
}

function manifestOf(ctx: ContentCtx, hosts: string[]): Entry {
  const about: Infer<typeof manifest> = {
    format: FORMAT,
    version: FORMAT_VERSION,
    exportedAt: ctx.clock.now().toISOString(),
    tenantId: tenantOf(ctx),
    hosts,
  };
  const text = Buffer.from(`${JSON.stringify(about, null, 2)}\n`);
  return { name: MANIFEST, size: text.length, kind: 'text', content: Readable.from([text]) };
}

function entryOf(spooled: Spool): Entry {
  return { name: spooled.name, size: spooled.size, kind: 'text', content: spooled.read() };
}

function entryOfFile({ asset: { id, original }, content }: AssetFile): Entry {
  const { extension, size } = original;
  return { name: `${FILES}/${id}.${extension}`, size, kind: extension === 'svg' ? 'text' : 'file', content };
}

function lineOf(
  { asset: { original: _original, ...facts } }: AssetFile,
  file: string,
): Infer<typeof assetLine> {
  return { ...facts, file };
}
