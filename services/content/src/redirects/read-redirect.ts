import { type PaginationQuery, presenter } from '@siteninja/core';
import { type ContentCtx } from '../context';
import { redirects } from '../sites/redirect.model';
import { redirect } from './redirect.schema';

export const presentRedirect = presenter(redirect);

export async function listRedirects(ctx: ContentCtx, query: PaginationQuery) {
  const { rows, pagination } = await redirects.in(ctx).paginate({}, query);
  return { items: rows.map(presentRedirect), pagination };
}

/** @throws not_found */
export async function getRedirect(ctx: ContentCtx, id: string) {
  return presentRedirect(await redirects.in(ctx).get(id));
}
