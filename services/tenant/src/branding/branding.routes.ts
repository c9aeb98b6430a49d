import { decimal, moment, nullable, ok, oneOf, patchOf, shape, text, uuid } from '@siteninja/http';
import { route } from '../context';
import { getBranding, resetBranding, updateBranding } from './branding';

const color = text({ min: 7, max: 7, pattern: /^#[0-9A-Fa-f]{6}$/ });

/** Fonts that every visitor's machine has, or falls back from gracefully: sites load none from elsewhere. */
const font = oneOf(
  'Inter, sans-serif',
  'Georgia, serif',
  'Merriweather, serif',
  'Playfair Display, serif',
  'Lora, serif',
  'Roboto, sans-serif',
  'Open Sans, sans-serif',
  'Lato, sans-serif',
  'Montserrat, sans-serif',
  'Poppins, sans-serif',
  'Source Sans Pro, sans-serif',
  'system-ui, sans-serif',
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
