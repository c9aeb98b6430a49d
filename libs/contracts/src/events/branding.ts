import { type Infer, s } from '@siteninja/schema';
import { defineEvents } from '../define-events';

const color = s.color();

/** Colours and fonts: what a template proposes, and what a reset goes back to. */
export const brandingStyle = s.object({
  primaryColor: color,
  secondaryColor: color,
  accentColor: color,
  backgroundColor: color,
  textColor: color,
  fontFamily: s.string({ max: 255 }),
  headingFontFamily: s.string({ max: 255 }),
});

/** How a tenant without a template looks at first, and a site whose branding has not arrived yet. */
export const DEFAULT_BRANDING: Readonly<Infer<typeof brandingStyle>> = {
  primaryColor: '#1D4ED8',
  secondaryColor: '#3B82F6',
  accentColor: '#F59E0B',
  backgroundColor: '#FFFFFF',
  textColor: '#374151',
  fontFamily: 'Inter, sans-serif',
  headingFontFamily: 'Inter, sans-serif',
};

/** How a tenant's site looks. */
export const branding = s.tenantResource('Branding', {
  ...brandingStyle.fields,
  logoAssetId: s.nullable(s.uuid()),
  faviconAssetId: s.nullable(s.uuid()),
  /** Of the text on the background, by WCAG 2.2 (1.4.3, 1.4.6). */
  contrast: s.object({ ratio: s.number(), level: s.enum('AAA', 'AA', 'AA large', 'fail') }),
});

export const brandingEvents = defineEvents('branding', branding, { updated: 'update', reset: 'reset' });
