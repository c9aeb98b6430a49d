import { type Tx } from '@siteninja/events';
import { type ContentCtx } from '../context';
import { catchUp } from './follow-release';
import { sites } from './site.model';

/**
 * Serialises the transactions that change a tenant's page tree or what is live of it, so that what one of them has
 * read of other pages (a parent, children) still holds when it commits. The pages are in line with the live release
 * then, whoever has activated it a moment ago.
 */
export async function lockTree(tx: Tx<ContentCtx>): Promise<void> {
  const isInLine = await sites.in(tx).lock({ unfollowedEventId: null }, 'treeLock');
  if (!isInLine) await catchUp(tx);
}
