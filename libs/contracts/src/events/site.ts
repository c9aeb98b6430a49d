import { pick, s } from '@siteninja/schema';
import { defineEvents } from '../define-events';
import { branding, brandingStyle } from './branding';

const count = s.integer({ min: 0 });

/** How an imported site is to look: what a bundle says of its branding. */
export const importedBranding = s.object({
  ...brandingStyle.fields,
  ...pick(branding, 'logoAssetId', 'faviconAssetId').fields,
});

/** A bundle that has replaced the drafts of a site. The site belongs to the tenant, whose id it has. */
const siteImport = s.object({
  id: s.uuid(),
  tenantId: s.uuid(),
  importId: s.uuid(),
  pages: count,
  navigationItems: count,
  redirects: count,
  assets: count,
  branding: importedBranding,
});

export const siteEvents = defineEvents('site', siteImport, { imported: 'import' });
