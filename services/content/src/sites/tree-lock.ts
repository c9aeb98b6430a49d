import { type Tx } from '@siteninja/events';
import { type ContentCtx } from '../context';
import { sites } from './site.model';

/**
 * Serialises the transactions that change a tenant's page tree or what is live of it, so that what one of them has
 * read of other pages (a parent, children) still holds when it commits.
 */
export function lockTree(tx: Tx<ContentCtx>): Promise<void> {
  return sites.in(tx).lock({}, 'treeLock');
}
