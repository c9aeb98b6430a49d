import { branding, brandingStyle } from '@siteninja/contracts';
import { type Infer, partial, pick, s } from '@siteninja/schema';

export { branding };

/** Sites download no fonts: the renderer has a stack of system fonts for each of these. */
const font = s.enum(
  'Inter, sans-serif',
  'Roboto, sans-serif',
  'Open Sans, sans-serif',
  'Lato, sans-serif',
  'Montserrat, sans-serif',
  'Poppins, sans-serif',
  'Nunito, sans-serif',
  'Raleway, sans-serif',
  'Work Sans, sans-serif',
  'DM Sans, sans-serif',
  'Source Sans Pro, sans-serif',
  'Oswald, sans-serif',
  'Arial, sans-serif',
  'Helvetica, sans-serif',
  'Verdana, sans-serif',
  'Tahoma, sans-serif',
  'Trebuchet MS, sans-serif',
  'system-ui, sans-serif',
  'Georgia, serif',
  'Times New Roman, serif',
  'Merriweather, serif',
  'Lora, serif',
  'PT Serif, serif',
  'Source Serif Pro, serif',
  'Libre Baskerville, serif',
  'EB Garamond, serif',
  'Cormorant Garamond, serif',
  'Playfair Display, serif',
  'Roboto Slab, serif',
);

const own = s.object({
  ...brandingStyle.fields,
  ...pick(branding, 'logoAssetId', 'faviconAssetId').fields,
  fontFamily: font,
  headingFontFamily: font,
});

export const brandingChange = partial(own);
export type BrandingChange = Infer<typeof brandingChange>;
