import { DomainError, invalid } from '@siteninja/core';
import { type Request } from 'express';
import { readBytes } from './json-body';

/**
 * Reads the body that a browser makes of a form (application/x-www-form-urlencoded), in UTF-8. Its fields are in the
 * order in which they came; a name may come several times.
 * @throws unsupported_media_type, too_large, invalid where there are more fields than `maxFields`
 */
export async function readForm(
  request: Request,
  { maxBytes, maxFields }: { maxBytes: number; maxFields: number },
): Promise<{ name: string; value: string }[]> {
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  const bytes = await readBytes(request, maxBytes);
  if (type !== 'application/x-www-form-urlencoded') {
    const message = 'Send the body as application/x-www-form-urlencoded.';
    throw new DomainError('unsupported_media_type', 'request.media_type', message);
  }
  const text = bytes.toString('utf8');
  if (text.split('&', maxFields + 1).length > maxFields) {
    throw invalid([{ field: '', message: `The body has more than ${maxFields} fields.` }]);
  }
  return [...new URLSearchParams(text)].map(([name, value]) => ({ name, value }));
}
