import { createHmac, timingSafeEqual } from 'node:crypto';
import { isId } from '@siteninja/core';
import { type ContentCtx } from '../context';
import { readRelease } from '../sites/read-release';
import { type MadeRelease } from '../sites/release.model';

/**
 * What a form carries so that nothing is sent that no page of the site has asked for. Pages are kept by caches and
 * always have the same bytes, so the token says which form of which release, and no time: a visitor may send what was
 * open while the site was published anew. That makes it repeatable; limits and the check for equal content make
 * repetition harmless. Undefined for releases that accept no forms.
 */
export function formToken(
  { _id, formKey }: Pick<MadeRelease, '_id' | 'formKey'>,
  formId: string,
): string | undefined {
  return formKey === undefined ? undefined : `${_id}.${signature(formKey, formId)}`;
}

function signature(key: string, formId: string): string {
  return createHmac('sha256', Buffer.from(key, 'base64url')).update(`form ${formId}`).digest('base64url');
}

/** Whether the token is one of this form, of this release or of an earlier one. */
export async function isTokenOf(
  ctx: ContentCtx,
  live: MadeRelease,
  formId: string,
  token: string,
): Promise<boolean> {
  const [releaseId = ''] = token.split('.', 1);
  if (!isId(releaseId)) return false;
  const release = releaseId === live._id ? live : await readRelease(ctx, releaseId);
  const expected = Buffer.from((release && formToken(release, formId)) ?? '');
  const given = Buffer.from(token);
  return expected.length > 0 && expected.length === given.length && timingSafeEqual(expected, given);
}
