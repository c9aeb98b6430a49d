import { tenantCollection, type RowOf } from '@siteninja/mongo';
import { pick, s } from '@siteninja/schema';
import { asset, assetFile } from './asset.schema';

/** What is replaced when another file takes an asset's place. */
export const contentFields = {
  ...pick(asset, 'filename', 'mimeType', 'size', 'checksum', 'width', 'height').fields,
  files: s.array(assetFile),
};

/** The files that an asset has had, its present one included. Each version holds its files as long as the asset lives. */
export const assetVersions = tenantCollection({
  name: 'assetVersions',
  noun: 'version',
  fields: {
    assetId: s.uuid(),
    /** 1 for the file that was uploaded first; 0 while it is pending. */
    number: s.integer(),
    ...contentFields,
    /** Names under which its files are delivered. */
    fileNames: s.array(s.string()),
    /**
     * Clients see `ready` versions alone. A `pending` one holds storage until its files are stored; that lasts seconds,
     * and the sweeper ends what lasts longer. A `stored` one waits for its import to be committed.
     */
    status: s.enum('pending', 'stored', 'ready'),
    /** The import that it has come with. */
    importId: s.default(s.nullable(s.uuid()), null),
    createdBy: s.nullable(s.uuid()),
  },
  indexes: [
    {
      fields: { tenantId: 1, assetId: 1, status: 1, number: -1, _id: -1 },
      serves: 'the versions of an asset',
    },
    { fields: { tenantId: 1, assetId: 1, fileNames: 1 }, serves: 'the delivery of an earlier version' },
    { fields: { tenantId: 1, importId: 1, status: 1 }, serves: 'the files of an import' },
    { fields: { status: 1, updatedAt: 1 }, serves: 'the sweeper, which looks for what is not ready' },
  ],
});

export type VersionRow = RowOf<typeof assetVersions>;
