import { ok } from '@siteninja/http';
import { route } from '../context';
import { getBranding, resetBranding, updateBranding } from './branding';
import { branding, brandingChange } from './branding.schema';

export const brandingRoutes = [
  route({
    method: 'get',
    path: '/tenants/:tenantId/branding',
    summary: 'Read the branding, with the contrast of its text',
    allow: 'read:branding',
    returns: ok(branding),
    cached: true,
    errors: ['branding.not_found'],
    handle: (ctx) => getBranding(ctx),
  }),
  route({
    method: 'put',
    path: '/tenants/:tenantId/branding',
    summary: 'Update the branding; the site shows it within a second',
    allow: 'write:branding',
    body: brandingChange,
    current: (ctx) => getBranding(ctx),
    returns: ok(branding),
    emits: ['branding.updated'],
    example: { primaryColor: '#0F4C5C', headingFontFamily: 'Lora, serif' },
    errors: ['branding.not_found', 'request.precondition_failed'],
    handle: (ctx, { body }) => updateBranding(ctx, body),
  }),
  route({
    method: 'post',
    path: '/tenants/:tenantId/branding/reset',
    summary: 'Reset the branding to its defaults',
    allow: 'write:branding',
    returns: ok(branding),
    emits: ['branding.reset'],
    errors: ['branding.not_found', 'request.precondition_failed'],
    handle: (ctx) => resetBranding(ctx),
  }),
];
