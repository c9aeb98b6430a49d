import { branding, brandingStyle } from '@siteninja/contracts';
import { FONT_CHOICES } from '@siteninja/fonts';
import { type Infer, partial, pick, s } from '@siteninja/schema';

export { branding };

const font = s.enum(...FONT_CHOICES);

const own = s.object({
  ...brandingStyle.fields,
  ...pick(branding, 'logoAssetId', 'faviconAssetId').fields,
  fontFamily: font,
  headingFontFamily: font,
});

export const brandingChange = partial(own);
export type BrandingChange = Infer<typeof brandingChange>;
