import { page } from '@siteninja/contracts';
import { presenter } from '@siteninja/core';
import { type Tx } from '@siteninja/events';
import { type ContentCtx } from '../context';
import { type PageRow } from './page.model';

/** A page with its sections: what a GET of it answers. */
export const presentPage = presenter(page);

/** Records what becomes of a page as a consequence: it has no audit entry, and so needs no difference. */
export function recordPage(
  tx: Tx<ContentCtx>,
  type: 'page.published' | 'page.unpublished',
  row: PageRow,
  causedBy: string,
): void {
  const resource = { type: 'page', id: row._id, version: row.revision };
  tx.record({ type, resource, data: presentPage(row), causedBy });
}
