import { tenantCollection, type RowOf } from '@siteninja/mongo';
import { s } from '@siteninja/schema';

/**
 * Equal bytes are stored once a tenant, whichever assets have them. The row's id is the blob's name: a file that comes
 * back while its old blob is still being deleted gets another one.
 */
export const storedFiles = tenantCollection({
  name: 'storedFiles',
  fields: {
    /** SHA-256, as hexadecimal digits. */
    hash: s.string(),
    size: s.integer(),
    /** Versions of assets that have this file. The row goes with the last of them. */
    uses: s.integer(),
  },
  indexes: [
    {
      fields: { tenantId: 1, hash: 1 },
      unique: true,
      serves: 'whether bytes are stored; every upload and deletion',
      conflict: { code: 'file.exists', field: 'hash' },
    },
  ],
});

export type StoredFileRow = RowOf<typeof storedFiles>;
