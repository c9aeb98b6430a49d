import { type DomainEvent } from '@siteninja/contracts';
import { type Consumer, readEvent, type Tx } from '@siteninja/events';
import { s } from '@siteninja/schema';
import { type AssetCtx } from '../context';
import { collectAssetIds, referPart, referWhole } from './reference';

/** Keeps what refers to which asset: pages, with their sections and SEO, and the branding. */
export const referenceProjection: Consumer<AssetCtx> = {
  name: 'references',
  types: [
    'page.created',
    'page.updated',
    'page.moved',
    'page.deleted',
    'page.restored',
    'page.published',
    'page.unpublished',
    'section.created',
    'section.updated',
    'section.deleted',
    'branding.updated',
    'branding.reset',
  ],
  handle: (tx, event) => {
    const [resource] = event.type.split('.');
    if (resource === 'branding') return referByBranding(tx, event);
    return resource === 'section' ? referBySection(tx, event) : referByPage(tx, event);
  },
};

function referByBranding(tx: Tx<AssetCtx>, { resource, data }: DomainEvent): Promise<void> {
  const parts = [{ id: resource.id, assetIds: collectAssetIds(data) }];
  const { id: resourceId, version } = resource;
  return referWhole(tx, { type: 'branding', resourceId, version, title: 'Branding', parts });
}

const presentedPage = s.object({
  title: s.string({ min: 0 }),
  status: s.string(),
  sections: s.array(s.anyObject(), { max: 10_000 }),
});

function referByPage(tx: Tx<AssetCtx>, event: DomainEvent): Promise<void> {
  const { type, resource } = event;
  const { sections: _sections, ...rest } = event.data;
  const { title, status, sections } = readEvent(presentedPage, event);
  const { id: resourceId, version } = resource;
  const isDeleted = type === 'page.deleted';
  const own = { id: resourceId, assetIds: collectAssetIds(rest) };
  const ofSections = sections.map((section) => ({
    id: String(section.id),
    assetIds: collectAssetIds(section),
  }));
  const parts = isDeleted ? [] : [own, ...ofSections];
  // What is live is what was published last: an edit changes the draft alone.
  const isLive = !isDeleted && status === 'published';
  const becomesLive = type === 'page.published' || type === 'page.restored';
  const live = !isLive ? [] : parts.flatMap(({ assetIds }) => assetIds);
  return referWhole(tx, {
    type: 'page',
    resourceId,
    version,
    title,
    parts,
    ...(isLive && !becomesLive ? {} : { liveAssetIds: [...new Set(live)] }),
  });
}

const presentedSection = s.object({ id: s.uuid(), pageId: s.uuid() });

/** A section's event carries the section, and counts the versions of its page. */
function referBySection(tx: Tx<AssetCtx>, event: DomainEvent): Promise<void> {
  const { type, resource, data } = event;
  const { id, pageId } = readEvent(presentedSection, event);
  const assetIds = type === 'section.deleted' ? [] : collectAssetIds(data.content);
  const { version } = resource;
  return referPart(tx, { type: 'page', resourceId: pageId, version, part: { id, assetIds } });
}
