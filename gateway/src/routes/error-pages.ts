import { ERRORS, type ErrorEntry, errorEntry } from '@siteninja/contracts';
import { escapeHtml, notFound } from '@siteninja/core';
import { STATUS } from '@siteninja/http';
import { type Express, type Response } from 'express';

/** Pages without scripts or anything from elsewhere. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'";

const STYLE = `
  body { font: 1rem/1.6 system-ui, sans-serif; max-width: 44rem; margin: 3rem auto; padding: 0 1rem; color: #1f2937 }
  code, pre { font: 0.9rem/1.5 ui-monospace, monospace; background: #f3f4f6; border-radius: 0.25rem }
  code { padding: 0.1rem 0.3rem } pre { padding: 1rem; overflow: auto } a { color: #1d4ed8 }
  h2 { font-size: 1.1rem; margin-top: 2rem } li { margin: 0.25rem 0 }
`;

/** `/docs/errors`: every error code; `/docs/errors/<code>`: its cause, its cure and an example. */
export function mountErrorPages(app: Express): void {
  app.get('/docs/errors', (_request, response) => send(response, 'Error codes', list()));
  app.get('/docs/errors/:code', (request, response) => {
    const { code } = request.params;
    const entry = errorEntry(code);
    if (!entry) throw notFound('error_code');
    send(response, code, page(code, entry));
  });
}

function send(response: Response, title: string, body: string): void {
  response.setHeader('Content-Security-Policy', POLICY);
  response.setHeader('Cache-Control', 'public, max-age=300');
  response.type('html').send(`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · SiteNinja API</title><style>${STYLE}</style></head>
<body>${body}</body>
</html>
`);
}

function list(): string {
  const codes = Object.entries<ErrorEntry>(ERRORS).sort(([a], [b]) => (a < b ? -1 : 1));
  const items = codes.map(
    ([code, { kind, cause }]) =>
      `<li><a href="/docs/errors/${code}"><code>${code}</code></a> ${STATUS[kind]}: ${escapeHtml(cause)}</li>`,
  );
  return `<p><a href="/docs">API reference</a></p><h1>Error codes</h1><ul>${items.join('\n')}</ul>`;
}

function page(code: string, { kind, cause, cure }: ErrorEntry): string {
  const example = {
    success: false,
    error: cause,
    code,
    meta: { timestamp: '2026-03-02T09:30:00.000Z', requestId: 'req-7f3a9c' },
  };
  return `<p><a href="/docs/errors">All error codes</a></p>
<h1><code>${code}</code></h1>
<p>HTTP status ${STATUS[kind]}</p>
<h2>Cause</h2><p>${escapeHtml(cause)}</p>
<h2>What to do</h2><p>${escapeHtml(cure)}</p>
<h2>Example</h2><pre>${escapeHtml(JSON.stringify(example, null, 2))}</pre>`;
}
