import { type Tx } from '@siteninja/events';
import { type ContentCtx } from '../context';
import { sites } from './site.model';

/**
 * Makes changes of one tenant's page tree, and of what is live of it, happen one after the other: what one of
 * them has read of other pages (a parent, children) is then still so when it commits.
 */
export function lockTree(tx: Tx<ContentCtx>): Promise<void> {
  return sites.in(tx).lock({}, 'treeLock');
}
