import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Express, type Response } from 'express';
import { type OpenApiDocument } from '../proxy/route-table';

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

/** `/openapi.json`, and `/docs`: the API reference, which the browser renders from it. */
export function mountDocs(app: Express, document: OpenApiDocument): void {
  const json = JSON.stringify(document);
  const folder = dirname(require.resolve('swagger-ui-dist/package.json'));
  const send = (response: Response, type: string, body: string | Buffer): void => {
    response.setHeader('Cache-Control', 'public, max-age=300');
    response.setHeader('Content-Type', type);
    response.setHeader('Content-Length', Buffer.byteLength(body));
    response.end(body);
  };
  app.get('/openapi.json', (_request, response) => send(response, 'application/json; charset=utf-8', json));
  app.get('/docs', (_request, response) => {
    response.setHeader('Content-Security-Policy', POLICY);
    send(response, 'text/html; charset=utf-8', PAGE);
  });
  app.get('/docs/start.js', (_request, response) => send(response, 'text/javascript; charset=utf-8', START));
  app.get('/docs/:file', async (request, response, next) => {
    const { file } = request.params;
    const type = FILES[file];
    if (type === undefined) return next();
    send(response, type, await readFile(join(folder, file)));
  });
}
