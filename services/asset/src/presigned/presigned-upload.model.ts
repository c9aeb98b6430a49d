import { tenantCollection, type RowOf } from '@siteninja/mongo';
import { s } from '@siteninja/schema';
import { newPresignedUpload } from './presigned.schema';

/** Files that have been announced and are no assets yet; the row's id is what the asset's will be. */
export const presignedUploads = tenantCollection({
  name: 'presignedUploads',
  noun: 'asset',
  fields: {
    ...newPresignedUpload.fields,
    checksum: s.nullable(newPresignedUpload.fields.checksum),
    blobId: s.uuid(),
    /** SHA-256 of what the address is opened with; null where the store itself has signed it. */
    tokenHash: s.nullable(s.string()),
    /** Of the address. The row stays somewhat longer, for uploads that have begun by then. */
    expiresAt: s.dateTime(),
    /** The attempt that has sent a whole file to us; null until then, and where the store itself receives it. */
    receivedAs: s.nullable(s.uuid()),
    createdBy: s.nullable(s.uuid()),
  },
  indexes: [{ fields: { tenantId: 1, _id: 1 }, serves: 'an announced upload' }],
});

export type PresignedUploadRow = RowOf<typeof presignedUploads>;
