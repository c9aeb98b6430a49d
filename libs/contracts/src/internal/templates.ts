import { s } from '@siteninja/schema';
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
    defaultBranding: s.object({
      primaryColor: s.string(),
      secondaryColor: s.string(),
      accentColor: s.string(),
      backgroundColor: s.string(),
      textColor: s.string(),
      fontFamily: s.string(),
      headingFontFamily: s.string(),
    }),
  }),
});
