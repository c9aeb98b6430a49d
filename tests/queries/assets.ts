import sharp from 'sharp';
import { type Journeying } from './episodes';

const ASSET = '/tenants/{tenantId}/assets/{assetId}';

const pngOf = (width: number, background: string): Promise<Buffer> =>
  sharp({ create: { width, height: 32, channels: 3, background } })
    .png()
    .toBuffer();

/** Replaces the asset, takes its first file back, and makes another one by an announced upload. */
export async function replaceAndPresign(journey: Journeying): Promise<void> {
  const { admin, done, ids } = journey;
  await admin.upload(journey.path(`${ASSET}/replace`), await pngOf(48, '#3c3'), 'green.png');
  done.add(`post ${ASSET}/replace`);
  ids['number'] = '1';
  await journey.send(admin, 'get', '/tenants/{tenantId}/assets/usage');
  await journey.send(admin, 'post', `${ASSET}/versions/{number}/restore`);
  const png = await pngOf(32, '#33c');
  const announced = { filename: 'blue.png', mimeType: 'image/png', size: png.length };
  const presigned = await journey.send(admin, 'post', '/tenants/{tenantId}/assets/presign', announced);
  const { pathname, search } = new URL(presigned.upload.url);
  const { method, headers } = presigned.upload;
  const body = new Uint8Array(png);
  const sent = await fetch(`${journey.product.client.url}${pathname}${search}`, { method, headers, body });
  if (!sent.ok) throw new Error(`The announced file was answered with ${sent.status}: ${await sent.text()}`);
  done.add('put /assets/{tenantId}/{assetId}/upload');
  const path = journey.path(`/tenants/{tenantId}/assets/${presigned.assetId}/complete`);
  const completed = await admin.post(path);
  if (completed.status !== 200) throw new Error(JSON.stringify(completed.body));
  done.add(`post ${ASSET}/complete`);
}

/** Takes the site in as it is exported: once to see whether that is possible, and once for good. */
export async function importSite(journey: Journeying): Promise<void> {
  const { admin, done } = journey;
  const bundle = await admin.bytes(journey.path('/tenants/{tenantId}/export'));
  for (const query of ['?dryRun=true', '']) {
    const { status, body } = await admin.archive(
      `${journey.path('/tenants/{tenantId}/import')}${query}`,
      bundle,
    );
    if (status !== 200) throw new Error(JSON.stringify(body));
  }
  done.add('post /tenants/{tenantId}/import');
}
