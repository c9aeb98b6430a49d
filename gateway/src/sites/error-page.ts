import { type IncomingMessage, type ServerResponse } from 'node:http';
import { type DomainError, type Logger } from '@siteninja/core';
import { asDomainError, describeError, STATUS } from '@siteninja/http';
import { type HeaderList } from '../request/headers';

const PAGE_POLICY = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'";

/**
 * Answers with an error: an unbranded HTML page where a browser asked, else the envelope.
 * @param own the headers of this request alone, as a flat list that begins with its X-Request-Id
 */
export function sendSiteError(
  error: unknown,
  request: IncomingMessage,
  response: ServerResponse,
  own: readonly string[],
  { security, log }: { security: HeaderList; log: Logger },
): void {
  const known = asDomainError(error, log);
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const { accept } = request.headers;
  const [requestId, timestamp] = [own[1] ?? '', new Date().toISOString()];
  const described = describeError(known, { requestId, timestamp, accept });
  const html = accept?.includes('text/html') ?? false;
  const body = Buffer.from(html ? errorPage(known) : JSON.stringify(described.body));
  response.writeHead(described.status, [
    ...security.filter(([name]) => !html || name !== 'Content-Security-Policy').flat(),
    ...(html ? ['Content-Security-Policy', PAGE_POLICY] : []),
    ...Object.entries(known.headers).flat(),
    ...['Content-Type', html ? 'text/html; charset=utf-8' : described.contentType],
    ...['Content-Length', String(body.length), 'Cache-Control', 'no-store'],
    ...(request.complete ? [] : ['Connection', 'close']),
    ...own,
  ]);
  response.end(request.method === 'HEAD' ? undefined : body);
}

function errorPage({ kind, message }: DomainError): string {
  const isUnavailable = STATUS[kind] >= 500;
  const title = isUnavailable ? 'This site is temporarily unavailable' : 'This did not work';
  const text = isUnavailable ? 'Please try again in a minute.' : message;
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><title>${title}</title></head>
<body><h1>${title}</h1><p>${text}</p></body>
</html>
`;
}
