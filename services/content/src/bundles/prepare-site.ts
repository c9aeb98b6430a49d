import { assetVariant, type EventData } from '@siteninja/contracts';
import { parse, pick } from '@siteninja/schema';
import { type ContentCtx } from '../context';
import { locations } from '../sites/location.projection';
import { readySite } from '../sites/ready-site';
import { normalizeHost } from '../sites/site-host';
import { type Place } from './findings';
import { type CheckedPage, checkedPage, type NewDraft } from './import.schema';
import { newItems, sectionsInMenus } from './read-navigation';
import { newRedirects } from './read-redirects';
import { type ReceivedBundle } from './receive-bundle';
import { type ReceivedAsset } from './receive-files';
import { type Move, type NewAsset, pictureId, rewrite, rewritePath } from './rewrite';
import { Spool } from './spool';

const PAGES_AT_ONCE = 10;

/** A site as it is written, with the ids and addresses that hold from then on. */
export interface PreparedSite {
  importId: string;
  /** Spooled, see `newDraft`. */
  pages: Spool;
  pageCount: number;
  items: ReturnType<typeof newItems>;
  redirects: ReturnType<typeof newRedirects>;
  crawlers: ReceivedBundle['crawlers'];
  branding: EventData<'site.imported'>['branding'];
  assets: ReceivedAsset[];
}

/**
 * Gives everything its new id, and has all that names something name it by that.
 * @throws invalid for files that are missing or of which nothing is said, or what a file was refused with
 */
export async function prepareSite(ctx: ContentCtx, bundle: ReceivedBundle): Promise<PreparedSite> {
  const { importId, places, navigation, redirects, crawlers, findings } = bundle;
  const assets = await bundle.files.assets();
  const move = await moveOf(ctx, bundle, assets);
  const { pages, sections } = await writePages(bundle, move);
  return {
    importId,
    pages,
    pageCount: places.size,
    items: newItems(navigation, { pages: places, sections }, move),
    redirects: newRedirects(redirects, places, findings, (path, place) =>
      rewritePath(path, 'toPath', move(place)),
    ),
    crawlers,
    branding: brandingOf(bundle, move({ entry: 'branding.ndjson', line: 1 })),
    assets: [...assets.values()],
  };
}

/** How what stands at a place is moved. */
type MoveAt = (place: Place) => Move;

async function moveOf(
  ctx: ContentCtx,
  { manifest, findings }: ReceivedBundle,
  received: ReadonlyMap<string, ReceivedAsset>,
): Promise<MoveAt> {
  const { origin } = await readySite(ctx);
  const known = await locations.in(ctx).find({}, { select: { _id: 1 } });
  const move = {
    from: { tenantId: manifest.tenantId, hosts: new Set(manifest.hosts.map(normalizeHost)) },
    origin,
    assets: new Map([...received].map(([formerId, { made }]) => [formerId, newAsset(made)])),
    locations: new Set(known.map(({ _id }) => _id)),
  };
  return (place) => ({ ...move, warn: (field, message) => findings.warn(place, field, message) });
}

const variant = pick(assetVariant, 'name', 'format', 'url');

function newAsset({ id, url, width, variants }: ReceivedAsset['made']): NewAsset {
  const known = variants.flatMap((each) => {
    const read = parse(variant, each, { stripUnknown: true });
    return 'value' in read ? [read.value] : [];
  });
  return { id, url, width, variants: known };
}

/** @returns the pages, and the sections that menus lead to by how the bundle calls page and section */
async function writePages(
  { folder, pages: checked, places, navigation }: ReceivedBundle,
  move: MoveAt,
): Promise<{ pages: Spool; sections: Map<string, string> }> {
  const inMenus = sectionsInMenus(navigation);
  const sections = new Map<string, string>();
  const pages = await Spool.create(folder, 'new-pages.ndjson');
  for await (const batch of checked.batches(checkedPage, PAGES_AT_ONCE)) {
    const drafts = batch.map((page) => {
      const place = places.get(page.formerId);
      if (!place) throw new Error(`The page ${page.formerId} has no place.`);
      for (const { id, formerId } of page.sections) {
        if (inMenus.has(formerId)) sections.set(`${page.formerId} ${formerId}`, id);
      }
      const draft: NewDraft = { ...place, ...rewritten(page, move) };
      return draft;
    });
    await pages.write(drafts);
  }
  return { pages, sections };
}

function rewritten(
  { line, slug, title, seo, sections }: CheckedPage,
  move: MoveAt,
): Pick<NewDraft, 'slug' | 'title' | 'seo' | 'sections'> {
  const here = move({ entry: 'pages.ndjson', line });
  return {
    slug,
    title,
    seo: rewrite(seo, 'seo', here),
    sections: sections.map(({ formerId: _formerId, ...section }, index) => ({
      ...section,
      content: rewrite(section.content, `sections.${index}.content`, here),
    })),
  };
}

function brandingOf({ branding }: ReceivedBundle, move: Move): PreparedSite['branding'] {
  const { logoAssetId, faviconAssetId, ...style } = branding;
  const idOf = (formerId: string | undefined, field: string) =>
    formerId === undefined ? null : (pictureId(formerId, field, move) ?? null);
  return {
    ...style,
    logoAssetId: idOf(logoAssetId, 'logoAssetId'),
    faviconAssetId: idOf(faviconAssetId, 'faviconAssetId'),
  };
}
