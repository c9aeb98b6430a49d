import { ok } from '@siteninja/http';
import { partial, s } from '@siteninja/schema';
import { route } from '../context';
import { getBranding, resetBranding, updateBranding } from './branding';

const color = s.string({ min: 7, max: 7, pattern: /^#[0-9A-Fa-f]{6}$/ });

/** The font list. Sites download none: the renderer has a stack of what systems carry for each of these. */
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

const colorsAndFonts = {
  primaryColor: color,
  secondaryColor: color,
  accentColor: color,
  backgroundColor: color,
  textColor: color,
  fontFamily: font,
  headingFontFamily: font,
  logoAssetId: s.nullable(s.uuid()),
  faviconAssetId: s.nullable(s.uuid()),
};

export const branding = s.object({
  id: s.uuid(),
  tenantId: s.uuid(),
  ...colorsAndFonts,
  fontFamily: s.string(),
  headingFontFamily: s.string(),
  contrast: s.object({ ratio: s.number(), level: s.enum('AAA', 'AA', 'AA large', 'fail') }),
  createdAt: s.dateTime(),
  updatedAt: s.dateTime(),
});

export const brandingRoutes = [
  route({
    method: 'get',
    path: '/tenants/:tenantId/branding',
    summary: 'Read the branding, with the contrast of its text',
    allow: 'read:branding',
    returns: ok(branding),
    errors: ['branding.not_found'],
    handle: (ctx) => getBranding(ctx),
  }),
  route({
    method: 'put',
    path: '/tenants/:tenantId/branding',
    summary: 'Change the branding; the site shows it within a second',
    allow: 'write:branding',
    body: partial(s.object(colorsAndFonts)),
    returns: ok(branding),
    emits: ['branding.updated'],
    example: { primaryColor: '#0F4C5C', headingFontFamily: 'Lora, serif' },
    errors: ['branding.not_found', 'request.precondition_failed'],
    handle: (ctx, { body }) => updateBranding(ctx, body),
  }),
  route({
    method: 'post',
    path: '/tenants/:tenantId/branding/reset',
    summary: 'Go back to the default branding',
    allow: 'write:branding',
    returns: ok(branding),
    emits: ['branding.reset'],
    errors: ['branding.not_found', 'request.precondition_failed'],
    handle: (ctx) => resetBranding(ctx),
  }),
];
