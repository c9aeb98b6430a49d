import { type DomainEvent } from '@siteninja/core';
import { type Consumer } from '@siteninja/events';
import { anyObject, check, integer, type Schema, shape, text, uuid } from '@siteninja/http';
import { type AssetCtx } from '../context';
import { collectAssetIds, refer } from './reference';

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
    'section.reordered',
    'branding.updated',
    'branding.reset',
  ],
  handle: async (tx, event) => {
    const { id: resourceId, version } = event.resource;
    switch (event.resource.type) {
      case 'branding': {
        const assetIds = collectAssetIds(event.data);
        return refer(tx, { type: 'branding', resourceId, version, title: 'Branding', assetIds });
      }
      // A section's event carries its page, which is where the reference is.
      case 'section':
        return referByPage(tx, event, read(sectionsPage, { page: event.data.page }).page);
      default:
        return referByPage(tx, event, event.data);
    }
  },
};

const sectionsPage = shape({ page: anyObject() });
const presentedPage = shape({ id: uuid(), title: text({ min: 0 }), status: text() });
const presentedRevision = shape({ revision: integer() });

async function referByPage(
  tx: Parameters<typeof refer>[0],
  event: DomainEvent,
  page: Record<string, unknown>,
): Promise<void> {
  const { id, title, status } = read(presentedPage, {
    id: page.id,
    title: page.title,
    status: page.status,
  });
  const version =
    event.resource.type === 'page'
      ? event.resource.version
      : read(presentedRevision, { revision: page.revision }).revision;
  const isDeleted = event.type === 'page.deleted';
  const assetIds = isDeleted ? [] : collectAssetIds(page);
  // What is live is what was published last: an edit changes the draft alone.
  const isLive = !isDeleted && status === 'published';
  const becomesLive = event.type === 'page.published' || event.type === 'page.restored';
  const live = !isLive ? { liveAssetIds: [] } : becomesLive ? { liveAssetIds: assetIds } : {};
  await refer(tx, { type: 'page', resourceId: id, version, title, assetIds, ...live });
}

function read<T>(schema: Schema<T>, value: Record<string, unknown>): T {
  const checked = check(schema, value);
  if ('errors' in checked) throw new Error(`An event has other data: ${JSON.stringify(checked.errors)}`);
  return checked.value;
}
