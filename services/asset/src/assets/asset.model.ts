import { tenantCollection, type TenantRow } from '@siteninja/mongo';
import { type MediaType } from './media-type';
import { type RasterFormat, type VariantName } from './picture';

export const ASSET_TYPES = ['image', 'document', 'video', 'other'] as const;
export type AssetType = (typeof ASSET_TYPES)[number];

/** One stored file of an asset. A picture has several, of which clients see all as its variants. */
export interface AssetFile {
  name: VariantName;
  format: RasterFormat | 'svg' | 'pdf';
  /** Null where it is no picture. */
  width: number | null;
  height: number | null;
  size: number;
  /** SHA-256, as hexadecimal digits. */
  hash: string;
}

export interface Asset {
  /** What the client calls it: shown, and used for nothing else. */
  filename: string;
  /** What was uploaded; type, size and checksum too. */
  mimeType: MediaType;
  size: number;
  checksum: string;
  type: AssetType;
  width: number | null;
  height: number | null;
  alt: string | null;
  folder: string | null;
  focalPoint: { x: number; y: number } | null;
  files: AssetFile[];
  /**
   * Clients see what is `ready`. `pending` holds a reservation of storage until the files are stored, and
   * `deleting` is gone but for its files; either lasts seconds, and the sweeper ends what lasts longer.
   */
  status: 'pending' | 'ready' | 'deleting';
  createdBy: string | null;
}
export type AssetRow = TenantRow<Asset>;

const text = { type: String, required: true };
const number = { type: Number, required: true };
const optionalText = { type: String, default: null };
const optionalNumber = { type: Number, default: null };

export const assets = tenantCollection<Asset>({
  name: 'assets',
  fields: {
    filename: { type: String, default: '' },
    mimeType: text,
    size: number,
    checksum: text,
    type: text,
    width: optionalNumber,
    height: optionalNumber,
    alt: optionalText,
    folder: optionalText,
    focalPoint: { type: Object, default: null },
    files: { type: [Object], default: [] },
    status: text,
    createdBy: optionalText,
  },
  indexes: [
    {
      fields: { tenantId: 1, status: 1, createdAt: -1, _id: -1 },
      serves: 'GET /tenants/:tenantId/assets in its usual order',
    },
    { fields: { tenantId: 1, status: 1, filename: 1, _id: 1 }, serves: 'the list by name' },
    { fields: { tenantId: 1, status: 1, size: 1, _id: 1 }, serves: 'the list by size' },
    { fields: { status: 1, updatedAt: 1 }, serves: 'the sweeper, which looks for what is not ready' },
  ],
});
