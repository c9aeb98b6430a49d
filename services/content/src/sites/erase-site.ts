import { siteAnswerPrefix } from '@siteninja/contracts';
import { tenantOf } from '@siteninja/core';
import { transaction } from '@siteninja/events';
import { countErased } from '@siteninja/service';
import { type ContentCtx } from '../context';
import { hosts } from './host.projection';
import { evictHosts, hostsOf } from './site-host';

/** Takes the site off its hosts, so that nobody finds it any more, and out of the shared cache. */
export async function eraseSite(ctx: ContentCtx): Promise<boolean> {
  const names = await hostsOf(ctx);
  if (names.length > 0) {
    await transaction(ctx, async (tx) => {
      const documents = await hosts.in(tx).delete({ tenantId: tenantOf(tx) });
      await countErased(tx, { documents });
    });
    await evictHosts(ctx, names);
  }
  await ctx.ports.cache.deleteByPrefix(siteAnswerPrefix(tenantOf(ctx)));
  return false;
}
