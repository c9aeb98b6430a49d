import { randomBytes } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { calls } from '@siteninja/contracts';
import { newId, newSigningKey, privateKeyFrom } from '@siteninja/core';
import { portOf } from './server';
import { serviceClient } from './service-client';

const servers: Server[] = [];
afterAll(() => servers.forEach((server) => server.close()));

async function target(handler: RequestListener): Promise<string> {
  const server = createServer({ keepAlive: false }, handler);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${portOf(server)}`;
}

/** A service that answers all requests alike, and what it is asked. */
async function service(status: number, body: object) {
  const requests: string[] = [];
  const url = await target((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      requests.push(`${request.method} ${request.url} ${text}`.trim());
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });
  return { requests, url };
}

const clientOf = (...urls: string[]) => serviceClient('tenant', privateKeyFrom(newSigningKey()), () => urls);
const ctx = { request: null };
const tenantId = newId();
const asset = { id: newId(), tenantId, alt: null, width: 1, height: 1, url: '/x', variants: [] };
const input = { params: { assetId: 'a/../b' }, query: { tenantId } };

describe('a call between services', () => {
  it('puts parameters into the path, encoded, and the rest into query and body', async () => {
    const assets = await service(200, { data: asset });
    await clientOf(assets.url).call(ctx, calls.getAsset, input);
    expect(assets.requests).toEqual([`GET /internal/assets/a%2F..%2Fb?tenantId=${tenantId}`]);
    const identity = await service(200, { data: {} });
    const state = {
      name: 'Rossi',
      status: 'trial' as const,
      deleted: false,
      isSuspendedByPlatform: false,
      revision: 1,
      locale: 'en',
    };
    await clientOf(identity.url).call(ctx, calls.syncTenant, { params: { tenantId }, body: state });
    expect(identity.requests).toEqual([`PUT /internal/tenants/${tenantId} ${JSON.stringify(state)}`]);
  });

  it('is over with a 204 where there is no answer to give', async () => {
    const url = await target((_request, response) => response.writeHead(204).end());
    const end = { sequence: 1, hash: 'a'.repeat(64) };
    const call = clientOf(url).call(ctx, calls.keepAuditCheckpoint, {
      params: { chain: tenantId },
      body: { end },
    });
    await expect(call).resolves.toBeUndefined();
  });

  it('leaves out a field of the query that is undefined', async () => {
    const next = '2026-01-01T00:00:00.000Z';
    const { url, requests } = await service(200, { data: { items: [], next } });
    const answer = await clientOf(url).call(ctx, calls.listRevocations, { query: {} });
    expect(answer).toEqual({ items: [], next });
    expect(requests).toEqual(['GET /internal/revocations']);
  });

  it('ignores fields of the answer that a newer service has added', async () => {
    const { url } = await service(200, {
      success: true,
      data: { exists: true, count: 3 },
      meta: {},
      more: 1,
    });
    const answer = await clientOf(url).call(ctx, calls.hasAdmin, { params: { tenantId } });
    expect(answer).toEqual({ exists: true });
  });

  it('is an error where the answer breaks its contract', async () => {
    const { url } = await service(200, { data: { exists: 'yes' } });
    await expect(clientOf(url).call(ctx, calls.hasAdmin, { params: { tenantId } })).rejects.toThrow(
      'The answer of identity to get /internal/tenants/:tenantId/admins breaks its contract',
    );
  });

  it("throws the service's own refusal, with its code and details", async () => {
    const details = [{ field: 'subdomain', message: 'Taken.' }];
    const { url } = await service(409, { error: 'Taken.', code: 'tenant.subdomain_taken', details });
    await expect(clientOf(url).call(ctx, calls.getAsset, input)).rejects.toMatchObject({
      kind: 'conflict',
      code: 'tenant.subdomain_taken',
      details,
    });
  });

  it('goes to the next target where the first cannot be reached', async () => {
    const { url } = await service(200, { data: asset });
    expect(await clientOf('http://127.0.0.1:1', url).call(ctx, calls.getAsset, input)).toEqual(asset);
  });

  it('is made once more where the only target closes the connection', async () => {
    let connections = 0;
    const url = await target((request, response) => {
      connections += 1;
      if (connections === 1) request.socket.destroy();
      else response.end(JSON.stringify({ data: asset }));
    });
    expect(await clientOf(url).call(ctx, calls.getAsset, input)).toEqual(asset);
  });

  it.each([
    ['no target can be reached', () => Promise.resolve('http://127.0.0.1:1')],
    ['the service fails', async () => (await service(500, { error: 'No.', code: 'internal' })).url],
    ['the answer is no JSON', () => target((_request, response) => response.end('<html>'))],
  ])('is 503 service.unavailable where %s', async (_title, start) => {
    await expect(clientOf(await start()).call(ctx, calls.getAsset, input)).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'service.unavailable',
    });
  });
});

describe('a download between services', () => {
  const download = (...urls: string[]) =>
    clientOf(...urls).download(ctx, calls.downloadAssetOriginal, {
      params: { assetId: 'a' },
      query: { tenantId },
    });

  it('gives the bytes as they come', async () => {
    const bytes = randomBytes(300_000);
    const url = await target((_request, response) => {
      response.write(bytes.subarray(0, 100_000));
      response.end(bytes.subarray(100_000));
    });
    expect(await buffer(await download(url))).toEqual(bytes);
  });

  it('is the error that the service answers with, and 503 where it cannot be reached', async () => {
    const { url } = await service(404, { error: 'None.', code: 'asset.not_found' });
    await expect(download(url)).rejects.toMatchObject({ kind: 'not_found', code: 'asset.not_found' });
    await expect(download('http://127.0.0.1:9')).rejects.toMatchObject({ code: 'service.unavailable' });
  });

  it('fails where the service breaks off before the end', async () => {
    const url = await target((_request, response) => {
      response.writeHead(200, { 'content-length': 10 });
      response.write('half', () => response.destroy());
    });
    await expect(download(url).then(buffer)).rejects.toThrow();
  });
});
