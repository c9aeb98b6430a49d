import { type DomainEvent } from '@siteninja/contracts';
import { type Consumer, readEvent, type Tx } from '@siteninja/events';
import { s } from '@siteninja/schema';
import { type AssetCtx } from '../context';
import { collectAssetIds, replacePart, replaceReferences } from './reference';

/** Projects which assets pages (with their sections and SEO) and the branding refer to. */
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
    if (resource === 'branding') return projectBranding(tx, event);
    return resource === 'section' ? projectSection(tx, event) : projectPage(tx, event);
  },
};

function projectBranding(tx: Tx<AssetCtx>, { resource, data }: DomainEvent): Promise<void> {
  const parts = [{ id: resource.id, assetIds: collectAssetIds(data) }];
  const { id: resourceId, version } = resource;
  return replaceReferences(tx, { type: 'branding', resourceId, version, title: 'Branding', parts });
}

const presentedPage = s.object({
  title: s.string({ min: 0 }),
  status: s.string(),
  sections: s.array(s.anyObject(), { max: 10_000 }),
});

function projectPage(tx: Tx<AssetCtx>, event: DomainEvent): Promise<void> {
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
  // An edit changes the draft alone: live is what was published last.
  const isLive = !isDeleted && status === 'published';
  const becomesLive = type === 'page.published' || type === 'page.restored';
  const live = !isLive ? [] : parts.flatMap(({ assetIds }) => assetIds);
  return replaceReferences(tx, {
    type: 'page',
    resourceId,
    version,
    title,
    parts,
    ...(isLive && !becomesLive ? {} : { liveAssetIds: [...new Set(live)] }),
  });
}

const presentedSection = s.object({ id: s.uuid(), pageId: s.uuid() });

/** The version in a section's event is its page's. */
function projectSection(tx: Tx<AssetCtx>, event: DomainEvent): Promise<void> {
  const { type, resource, data } = event;
  const { id, pageId } = readEvent(presentedSection, event);
  const assetIds = type === 'section.deleted' ? [] : collectAssetIds(data.content);
  const { version } = resource;
  return replacePart(tx, { type: 'page', resourceId: pageId, version, part: { id, assetIds } });
}
