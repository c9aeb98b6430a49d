import { s } from '@siteninja/schema';
import { brandingStyle } from '../events/branding';
import { internalCall } from './call';

export const getTemplate = internalCall({
  service: 'content',
  method: 'get',
  path: '/internal/templates/:templateId',
  summary: 'Read whether a template is offered, and its branding',
  callers: ['tenant'],
  answer: s.object({
    id: s.uuid(),
    isActive: s.boolean(),
    isPremium: s.boolean(),
    defaultBranding: brandingStyle,
  }),
});
