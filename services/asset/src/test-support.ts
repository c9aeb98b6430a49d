import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Caller, newId } from '@siteninja/core';
import { callers, startForTest, type TestOptions, type TestService } from '@siteninja/testing';
import sharp from 'sharp';
import { assetService } from './app';
import { type AssetCtx } from './context';

export interface AssetTest extends TestService<AssetCtx> {
  blobFolder: string;
  uploadFolder: string;
  /** Uploads as an editor of the tenant, unless another caller is named. */
  upload(tenantId: string, bytes: Buffer | string, more?: Upload): ReturnType<typeof uploadTo>;
  /** Every stored and every received file, once what is due to be deleted is. */
  filesLeft(): Promise<string[]>;
}

interface Upload {
  filename?: string;
  contentType?: string;
  fields?: Record<string, string>;
  as?: Caller;
}

/** The asset service with folders of its own, which are removed with it. */
export async function startAssetTest(options: TestOptions = {}): Promise<AssetTest> {
  const folder = await mkdtemp(join(tmpdir(), 'siteninja-asset-test-'));
  const blobFolder = join(folder, 'blobs');
  const uploadFolder = join(folder, 'uploads');
  const env = { BLOB_FOLDER: blobFolder, UPLOAD_FOLDER: uploadFolder, ...options.env };
  const service = await startForTest(assetService, { ...options, env });
  return {
    ...service,
    blobFolder,
    uploadFolder,
    upload: (tenantId, bytes, more = {}) => uploadTo(service, tenantId, bytes, more),
    filesLeft: async () => {
      await service.runDueJobs();
      return [...(await filesIn(blobFolder)), ...(await filesIn(uploadFolder))];
    },
    stop: async () => {
      await service.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function uploadTo(
  service: TestService<AssetCtx>,
  tenantId: string,
  bytes: Buffer | string,
  { filename = 'picture.png', contentType = 'image/png', fields = {}, as }: Upload,
) {
  const request = service.as(as ?? callers.editor(tenantId)).post(`/tenants/${tenantId}/assets`);
  for (const [name, value] of Object.entries(fields)) request.field(name, value);
  return request.attach('file', Buffer.from(bytes), { filename, contentType });
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
}

/** A picture of noise, which no encoder makes much smaller; the same for the same seed, so that its files are too. */
export function picture(width: number, height: number, seed = 1): sharp.Sharp {
  const channels = 3;
  const words = new Uint32Array(Math.ceil((width * height * channels) / 4));
  let word = seed;
  for (let index = 0; index < words.length; index++) {
    // Marsaglia's xorshift32.
    word ^= word << 13;
    word ^= word >>> 17;
    word ^= word << 5;
    words[index] = word;
  }
  const bytes = Buffer.from(words.buffer, 0, width * height * channels);
  return sharp(bytes, { raw: { width, height, channels } });
}

/** An event as the content service records it. */
export function pageEvent(
  type: 'page.created' | 'page.updated' | 'page.deleted' | 'page.published' | 'page.unpublished',
  tenantId: string,
  {
    id,
    version,
    ...data
  }: { id: string; version: number; title: string; status?: string; sections?: object[] },
) {
  return {
    type,
    tenantId,
    resource: { type: 'page', id, version },
    data: { status: 'draft', sections: [], seo: {}, ...data, id, tenantId, revision: version },
  };
}

export function heroWith(assetId: string): object {
  return { id: newId(), sectionId: 'hero', type: 'hero', content: { title: 'Hi', image: { assetId } } };
}
