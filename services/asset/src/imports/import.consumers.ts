import { type Consumer, readEvent } from '@siteninja/events';
import { s } from '@siteninja/schema';
import { type AssetCtx } from '../context';
import { schedulePublication } from './import.jobs';

const importData = s.object({ importId: s.uuid() });

/** Shows the assets of a bundle once it has been imported. */
export const importProjection: Consumer<AssetCtx> = {
  name: 'imports',
  types: ['site.imported'],
  handle: (tx, event) => schedulePublication(tx, readEvent(importData, event).importId, event.id),
};
