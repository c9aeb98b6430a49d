import { importedBranding } from '@siteninja/contracts';
import { type Consumer, readEvent } from '@siteninja/events';
import { s } from '@siteninja/schema';
import { type TenantCtx } from '../context';
import { takeOverBranding } from './branding';

const importData = s.object({ branding: importedBranding });

/** A site that is imported brings its look along. */
export const brandingImport: Consumer<TenantCtx> = {
  name: 'branding-imports',
  types: ['site.imported'],
  handle: (tx, event) => takeOverBranding(tx, event.resource.version, readEvent(importData, event).branding),
};
