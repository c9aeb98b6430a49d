import { ok } from '@siteninja/http';
import { decimal, moment, nullable, oneOf, patchOf, shape, text, uuid } from '@siteninja/schema';
import { route } from '../context';
import { getBranding, resetBranding, updateBranding } from './branding';

const color = text({ min: 7, max: 7, pattern: /^#[0-9A-Fa-f]{6}$/ });

/** The font list. Sites download none: the renderer has a stack of what systems carry for each of these. */
const font = oneOf(
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
  logoAssetId: nullable(uuid()),
  faviconAssetId: nullable(uuid()),
};

export const branding = shape({
  id: uuid(),
  tenantId: uuid(),
  ...colorsAndFonts,
  fontFamily: text(),
  headingFontFamily: text(),
  contrast: shape({ ratio: decimal(), level: oneOf('AAA', 'AA', 'AA large', 'fail') }),
  createdAt: moment(),
  updatedAt: moment(),
});

export const brandingRoutes = [
  route({
    method: 'get',
    path: '/tenants/:tenantId/branding',
    summary: 'Read the branding, with the contrast of its text',
    allow: 'read:branding',
    returns: ok(branding),
    handle: (ctx) => getBranding(ctx),
  }),
  route({
    method: 'put',
    path: '/tenants/:tenantId/branding',
    summary: 'Change the branding; the site shows it within a second',
    allow: 'write:branding',
    body: patchOf(shape(colorsAndFonts)),
    returns: ok(branding),
    emits: ['branding.updated'],
    handle: (ctx, { body }) => updateBranding(ctx, body),
  }),
  route({
    method: 'post',
    path: '/tenants/:tenantId/branding/reset',
    summary: 'Go back to the default branding',
    allow: 'write:branding',
    returns: ok(branding),
    emits: ['branding.reset'],
    handle: (ctx) => resetBranding(ctx),
  }),
];
