import { chunked, presenter } from '@siteninja/core';
import { transaction, type Tx } from '@siteninja/events';
import { type ContentCtx } from '../context';
import { crawlerRulesOf } from '../sites/crawlers.model';
import { navigationItems } from '../sites/navigation-item.model';
import { pages } from '../sites/page.model';
import { readySite } from '../sites/ready-site';
import { redirects } from '../sites/redirect.model';
import { brandingOf } from '../sites/site-brand';
import { navigationLine, pageLine, redirectLine } from './bundle-format';
import { Spool } from './spool';

const PAGES_AT_ONCE = 10;

const presentPage = presenter(pageLine);
const presentItem = presenter(navigationLine);
const presentRedirect = presenter(redirectLine);

/**
 * Writes the drafts and what surrounds them into files, all as they are at one moment: it is read in one transaction,
 * which may begin again and then writes the files anew. Writers of the site do not wait for it.
 * @throws unavailable while the tenant's own events have not arrived
 */
export function spoolSite(ctx: ContentCtx, folder: string): Promise<Spool[]> {
  const work = async (tx: Tx<ContentCtx>): Promise<Spool[]> => {
    const site = await readySite(tx);
    const sort = { _id: 1 } as const;
    const items = await navigationItems.in(tx).find({}, { sort });
    const redirected = await redirects.in(tx).find({}, { sort });
    return [
      await spoolPages(tx, folder),
      await spool(folder, 'navigation.ndjson', items.map(presentItem)),
      await spool(folder, 'redirects.ndjson', redirected.map(presentRedirect)),
      await spool(folder, 'crawlers.ndjson', [await crawlerRulesOf(tx)]),
      await spool(folder, 'branding.ndjson', [brandingOf(site)]),
    ];
  };
  return transaction(ctx, work, { mutex: `export ${ctx.tenantId}` });
}

async function spoolPages(ctx: ContentCtx, folder: string): Promise<Spool> {
  const spooled = await Spool.create(folder, 'pages.ndjson');
  const known = await pages.in(ctx).find({ deletedAt: null }, { select: { _id: 1 }, sort: { _id: 1 } });
  for (const batch of chunked(known, PAGES_AT_ONCE)) {
    const ids = batch.map(({ _id }) => _id);
    const rows = await pages.in(ctx).find({ _id: { $in: ids }, deletedAt: null }, { sort: { _id: 1 } });
    await spooled.write(rows.map(presentPage));
  }
  return spooled;
}

async function spool(folder: string, name: string, values: readonly unknown[]): Promise<Spool> {
  const spooled = await Spool.create(folder, name);
  await spooled.write(values);
  return spooled;
}
