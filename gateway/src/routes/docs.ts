import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import { type Express, type Request, type Response } from 'express';
import { type OpenApiDocument } from '../proxy/route-table';
import { mountErrorPages } from './error-pages';

/** Swagger UI loads its own files, sets styles in attributes, and has images in data URLs. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>SiteNinja API</title>
    <link rel="icon" type="image/png" href="/docs/favicon-32x32.png">
    <link rel="stylesheet" href="/docs/swagger-ui.css">
    <link rel="stylesheet" href="/docs/index.css">
  </head>
  <body>
    <div id="swagger-ui"></div>
    <script src="/docs/swagger-ui-bundle.js"></script>
    <script src="/docs/start.js"></script>
  </body>
</html>
`;

const START = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#swagger-ui', deepLinking: true });
`;

const FILES: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'index.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
};

const compress = promisify(brotliCompress);

/** Something that is sent as it is, or compressed to clients that take Brotli. It is compressed once. */
interface Resource {
  type: string;
  body: Buffer;
  compressed?: Promise<Buffer>;
}

/** `/openapi.json`, and `/docs`: the API reference, which the browser renders from it. */
export function mountDocs(app: Express, document: OpenApiDocument): void {
  const folder = dirname(require.resolve('swagger-ui-dist/package.json'));
  const files = new Map<string, Promise<Resource>>();
  const read = async (file: string, type: string): Promise<Resource> => ({
    type,
    body: await readFile(join(folder, file)),
  });
  const json = resource('application/json; charset=utf-8', JSON.stringify(document));
  const page = resource('text/html; charset=utf-8', PAGE);
  const start = resource('text/javascript; charset=utf-8', START);
  app.get('/openapi.json', (request, response) => send(request, response, json));
  app.get('/docs', (request, response) => {
    response.setHeader('Content-Security-Policy', POLICY);
    return send(request, response, page);
  });
  app.get('/docs/start.js', (request, response) => send(request, response, start));
  mountErrorPages(app);
  app.get('/docs/:file', async (request, response, next) => {
    const { file } = request.params;
    const type = FILES[file];
    if (type === undefined) return next();
    const found = files.get(file) ?? read(file, type);
    files.set(file, found);
    await send(request, response, await found);
  });
}

function resource(type: string, text: string): Resource {
  return { type, body: Buffer.from(text) };
}

async function send(request: Request, response: Response, found: Resource): Promise<void> {
  const isCompressed = found.type.startsWith('image/') ? false : request.acceptsEncodings('br') === 'br';
  if (isCompressed) response.setHeader('Content-Encoding', 'br');
  const body = isCompressed ? await (found.compressed ??= compress(found.body, BROTLI)) : found.body;
  response.setHeader('Vary', 'Accept-Encoding');
  response.setHeader('Cache-Control', 'public, max-age=300');
  response.setHeader('Content-Type', found.type);
  response.setHeader('Content-Length', body.length);
  response.end(body);
}

/** The largest file takes 80 ms at this quality, and is 5 times smaller. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };
