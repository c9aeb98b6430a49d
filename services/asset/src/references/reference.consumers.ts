import { branding, type DomainEvent, page, pageSection, release, section } from '@siteninja/contracts';
import { namedAssetIds, tenantOf } from '@siteninja/core';
import { type Consumer, readEvent, type Tx } from '@siteninja/events';
import { pick, s } from '@siteninja/schema';
import { type AssetCtx } from '../context';
import { replacePart, replaceReferences } from './reference';

/** Projects which assets pages (with their sections and SEO) and the branding refer to, as pictures or by links. */
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
    'release.activated',
  ],
  handle: (tx, event) => {
    const [resource] = event.type.split('.');
    if (resource === 'branding') return projectBranding(tx, event);
    if (resource === 'release') return projectLiveSite(tx, event);
    return resource === 'section' ? projectSection(tx, event) : projectPage(tx, event);
  },
};

const brandingData = pick(branding, 'logoAssetId', 'faviconAssetId');

function projectBranding(tx: Tx<AssetCtx>, event: DomainEvent): Promise<void> {
  const { resource } = event;
  const parts = [{ id: resource.id, assetIds: namedAssetIds(readEvent(brandingData, event), tenantOf(tx)) }];
  const { id: resourceId, version } = resource;
  return replaceReferences(tx, { type: 'branding', resourceId, version, title: 'Branding', parts });
}

/** Older versions of content do not say which assets the site shows. */
const releaseData = s.object({ assetIds: s.optional(release.fields.assetIds) });

/** There is one live site a tenant, whichever release it is: the version counts its activations. */
function projectLiveSite(tx: Tx<AssetCtx>, event: DomainEvent): Promise<void> {
  const { assetIds: liveAssetIds } = readEvent(releaseData, event);
  if (!liveAssetIds) return Promise.resolve();
  const site = { type: 'release', resourceId: tenantOf(tx), version: event.resource.version } as const;
  return replaceReferences(tx, { ...site, title: 'Live site', parts: [], liveAssetIds });
}

const pageData = s.object({
  ...pick(page, 'title', 'status', 'seo').fields,
  sections: s.array(pick(pageSection, 'id', 'content')),
});

function projectPage(tx: Tx<AssetCtx>, event: DomainEvent): Promise<void> {
  const { type, resource } = event;
  const { title, status, seo, sections } = readEvent(pageData, event);
  const { id: resourceId, version } = resource;
  const isDeleted = type === 'page.deleted';
  const own = { id: resourceId, assetIds: namedAssetIds(seo, tenantOf(tx)) };
  const ofSections = sections.map(({ id, content }) => ({
    id,
    assetIds: namedAssetIds(content, tenantOf(tx)),
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

const sectionData = pick(section, 'id', 'pageId', 'content');

/** The version in a section's event is its page's. */
function projectSection(tx: Tx<AssetCtx>, event: DomainEvent): Promise<void> {
  const { type, resource } = event;
  const { id, pageId, content } = readEvent(sectionData, event);
  const assetIds = type === 'section.deleted' ? [] : namedAssetIds(content, tenantOf(tx));
  const { version } = resource;
  return replacePart(tx, { type: 'page', resourceId: pageId, version, part: { id, assetIds } });
}
