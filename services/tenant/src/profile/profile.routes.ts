import { ok } from '@siteninja/http';
import { route } from '../context';
import { getProfile, getReadiness, updateProfile } from './profile';
import { profile, profileChange, readiness } from './profile.schema';

const PROFILE = '/tenants/:tenantId/profile';

export const profileRoutes = [
  route({
    method: 'get',
    path: PROFILE,
    summary: 'Read what search engines are told of the business',
    allow: 'read:profile',
    returns: ok(profile),
    errors: ['tenant.not_found'],
    handle: (ctx) => getProfile(ctx),
  }),
  route({
    method: 'put',
    path: PROFILE,
    summary: 'Say what search engines are told of the business; live at once',
    allow: 'write:profile',
    body: profileChange,
    current: (ctx) => getProfile(ctx),
    returns: ok(profile),
    emits: ['profile.updated'],
    example: {
      legalName: 'Harbor Plumbing Ltd',
      priceRange: '££',
      currency: 'GBP',
      social: { facebook: 'https://www.facebook.com/harborplumbing' },
      schemaType: 'Plumber',
    },
    errors: ['tenant.not_found', 'request.precondition_failed'],
    handle: (ctx, { body }) => updateProfile(ctx, body),
  }),
  route({
    method: 'get',
    path: `${PROFILE}/readiness`,
    summary: 'Read what is missing for the structured data of search engines',
    description: "By Google's list of required and recommended properties of a LocalBusiness.",
    allow: 'read:profile',
    returns: ok(readiness),
    errors: ['tenant.not_found'],
    operationId: 'getProfileReadiness',
    handle: (ctx) => getReadiness(ctx),
  }),
];
