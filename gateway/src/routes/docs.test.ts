import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ERRORS } from '@siteninja/contracts';
import express, { type ErrorRequestHandler } from 'express';
import supertest from 'supertest';
import { readDocument } from '../proxy/route-table';
import { mountDocs } from './docs';

const file = join(__dirname, '../../../api/openapi.json');
const app = express();
beforeAll(async () => {
  mountDocs(app, await readDocument(file));
  app.use(failed);
});
const failed: ErrorRequestHandler = (_error, _request, response, _next) => response.status(404).end();
const docs = supertest(app);

describe('the API reference', () => {
  it.each(['/openapi.json', '/docs', '/docs/swagger-ui-bundle.js', '/docs/swagger-ui.css'])(
    'sends %s compressed to a client that takes Brotli, and as it is to every other',
    async (path) => {
      const compressed = await docs.get(path).set('Accept-Encoding', 'br');
      const plain = await docs.get(path).set('Accept-Encoding', 'identity');
      expect(compressed.headers).toMatchObject({ 'content-encoding': 'br', vary: 'Accept-Encoding' });
      expect(plain.headers['content-encoding']).toBeUndefined();
      expect(Number(compressed.headers['content-length'])).toBeLessThan(
        Number(plain.headers['content-length']) / 2,
      );
    },
  );

  it('has a page for every error code, with cause, cure and an example', async () => {
    const index = await docs.get('/docs/errors');
    for (const code of Object.keys(ERRORS)) {
      expect(index.text).toContain(`href="/docs/errors/${code}"`);
      const page = await docs.get(`/docs/errors/${code}`);
      expect(page.status).toBe(200);
      for (const part of ['Cause', 'What to do', 'Example', code]) expect(page.text).toContain(part);
    }
    expect((await docs.get('/docs/errors/no.such_code')).status).toBe(404);
  });

  it('leads from every error of the document to a page that exists', () => {
    const linked = [...readFileSync(file, 'utf8').matchAll(/\/docs\/errors\/([a-z_.]+)\)/g)];
    expect(linked.length).toBeGreaterThan(0);
    for (const [, code = ''] of linked) expect(Object.keys(ERRORS)).toContain(code);
  });
});
