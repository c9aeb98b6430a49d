import { tenantCollection, type TenantRow } from '@siteninja/mongo';

export interface Branding {
  primaryColor: string;
  secondaryColor: string;
  accentColor: string;
  backgroundColor: string;
  textColor: string;
  fontFamily: string;
  headingFontFamily: string;
  logoAssetId: string | null;
  faviconAssetId: string | null;
}
export type BrandingRow = TenantRow<Branding>;

const text = { type: String, required: true };

export const brandings = tenantCollection<Branding>({
  name: 'branding',
  fields: {
    primaryColor: text,
    secondaryColor: text,
    accentColor: text,
    backgroundColor: text,
    textColor: text,
    fontFamily: text,
    headingFontFamily: text,
    logoAssetId: { type: String, default: null },
    faviconAssetId: { type: String, default: null },
  },
  indexes: [
    { fields: { tenantId: 1 }, unique: true, serves: 'one a tenant; GET /tenants/:tenantId/branding' },
  ],
});
